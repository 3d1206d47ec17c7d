package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first decision about an intent, and the answer to its repeats. */
final class Submissions {

    private final Circumstances around;
    private final Entering entering;

    Submissions(Circumstances around) {
        this.around = around;
        this.entering = new Entering(around);
    }

    Decision submitted(@Nullable IntentState state, Request request) {
        if (state != null) {
            return repeated(state, request);
        }
        if (isForgotten(request.id())) {
            return expiredId(request);
        }
        return first(request, List.of(), true);
    }

    /** Decides the intent that a reviewer made; the reviewer's vote is an input, not a bypass. */
    Decision derived(@Nullable IntentState state, Input.Derived derived) {
        return state == null ? first(derived.request(), List.of(derived.vote()), false) : Decision.unchanged(state);
    }

    private Decision repeated(IntentState state, Request request) {
        var dossier = state.dossier();
        if (dossier.request().digest().equals(request.digest())) {
            return new Decision(
                    state,
                    List.of(new Consequence.Answered(
                            dossier.code() == null,
                            dossier.code(),
                            state,
                            dossier.reasons(),
                            List.of(),
                            dossier.actor(),
                            state.dueAt().orElse(null))));
        }
        var reason = Because.of(Code.ID_REUSED, "the id was used before, for another request");
        var newcomer = Dossier.opened(request, around.now())
                .decided(Code.ID_REUSED.name(), List.of(reason), request.agent(), around.now());
        return new Decision(
                state,
                List.of(
                        new Consequence.Answered(
                                false, Code.ID_REUSED.name(), state, List.of(reason), List.of(), dossier.actor(), null),
                        refusedLetter(newcomer)));
    }

    private Decision expiredId(Request request) {
        var reason = Because.of(
                Code.ID_EXPIRED,
                "the id was made more than " + IntentState.MEMORY.toDays() + " days ago: use a new one");
        var dossier = Dossier.opened(request, around.now())
                .decided(Code.ID_EXPIRED.name(), List.of(reason), Actors.BROKER, around.now());
        return new Decision(
                null,
                List.of(
                        new Consequence.Answered(
                                false, Code.ID_EXPIRED.name(), null, List.of(reason), List.of(), null, null),
                        refusedLetter(dossier)));
    }

    private Consequence refusedLetter(Dossier dossier) {
        return new Consequence.Lettered(
                Consequence.Category.REJECTED,
                dossier,
                dossier.reasons(),
                Consequence.Stage.DECISION,
                Consequence.SideEffect.NONE,
                around.policy().action(dossier.request().action()).orElse(null),
                List.of(),
                null);
    }

    private boolean isForgotten(String id) {
        return IntentIds.madeAt(id)
                .filter(madeAt -> madeAt.isBefore(around.now().minus(IntentState.MEMORY)))
                .isPresent();
    }

    private Decision first(Request request, List<Input.Vote> votes, boolean answer) {
        var turn = new Turn(null, around);
        var dossier = Dossier.opened(request, around.now());
        if (request.isPast(around.now())) {
            var reasons = List.of(Because.deadlinePassed(request));
            var next = entering.ended(
                    dossier, IntentState.End.EXPIRED, Code.DEADLINE_PASSED.name(), reasons, Actors.BROKER);
            return refused(turn, next, Consequence.Category.EXPIRED, null, answer);
        }
        long ticket = around.line().nextTicket();
        var judging = new Judging(around);
        var ruling = judging.inFull(dossier, List.of(), ticket);
        if (ruling instanceof Ruling.Ask ask && !votes.isEmpty()) {
            dossier = dossier.voted(List.of(), Tally.met(ask.clauses(), votes));
            ruling = judging.inFull(dossier, dossier.metRules(), ticket);
        }
        return enter(turn, dossier, ruling, votes, ticket, answer);
    }

    private Decision enter(
            Turn turn, Dossier dossier, Ruling ruling, List<Input.Vote> votes, long ticket, boolean answer) {
        switch (ruling) {
            case Ruling.Refuse refuse -> {
                var summarized = dossier.summarized(refuse.summary());
                var next = entering.ended(
                        summarized, IntentState.End.REJECTED, refuse.code(), refuse.reasons(), Actors.BROKER);
                return refused(turn, next, Consequence.Category.REJECTED, refuse, answer);
            }
            case Ruling.Ask ask -> {
                var next = entering.held(dossier, ask, votes, Actors.BROKER);
                turn.heldLetter(next).saying(ask.reasons());
                return accepted(turn, next, answer);
            }
            case Ruling.Wait wait -> {
                var place = new IntentState.Ticket(ticket, wait.budgets());
                var next = entering.deferred(dossier, wait, place, around.now(), Actors.BROKER);
                return accepted(turn.saying(wait.reasons()), next, answer);
            }
            case Ruling.Go go -> {
                var decision = entering.approved(turn, dossier, go, Actors.BROKER, false);
                return answer ? Answers.accepting(decision) : decision;
            }
        }
    }

    private Decision refused(
            Turn turn,
            IntentState.Ended next,
            Consequence.Category category,
            Ruling.@Nullable Refuse refuse,
            boolean answer) {
        var dossier = next.dossier();
        turn.saying(dossier.reasons()).letter(category, dossier, Consequence.SideEffect.NONE);
        if (answer) {
            turn.refuse(
                    dossier.code() == null ? Code.INTERNAL.name() : dossier.code(),
                    next,
                    refuse == null ? List.of() : refuse.shortages(),
                    refuse == null ? null : refuse.opensAt());
        }
        return turn.to(next);
    }

    private static Decision accepted(Turn turn, IntentState next, boolean answer) {
        return (answer ? turn.accept(next) : turn).to(next);
    }
}
