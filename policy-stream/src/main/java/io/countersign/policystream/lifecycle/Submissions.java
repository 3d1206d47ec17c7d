package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.policy.Reason;
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
        return first(new Turn(null, around).answering(), request, List.of());
    }

    /** Decides the intent that a reviewer made; the reviewer's vote is an input, not a bypass. */
    Decision derived(@Nullable IntentState state, Input.Derived derived) {
        return state == null
                ? first(new Turn(null, around), derived.request(), List.of(derived.vote()))
                : Decision.unchanged(state);
    }

    private Decision repeated(IntentState state, Request request) {
        if (state.dossier().request().digest().equals(request.digest())) {
            return Answers.repeated(state);
        }
        var reason = Because.of(Code.ID_REUSED, "the id was used before, for another request");
        return refused(Answers.refused(state, reason), request, reason);
    }

    private Decision expiredId(Request request) {
        var reason = Because.of(
                Code.ID_EXPIRED,
                "the id was made more than " + IntentState.MEMORY.toDays() + " days ago: use a new one");
        return refused(Answers.refused(null, reason), request, reason);
    }

    /** A refusal that is no intent: beside the answer, a letter tells what was asked for. */
    private Decision refused(Decision answer, Request request, Reason reason) {
        var dossier = Dossier.opened(request, around.now())
                .decided(reason.code(), List.of(reason), request.agent(), around.now());
        var letter = new Consequence.Lettered(
                Consequence.Category.REJECTED,
                dossier,
                dossier.reasons(),
                Consequence.Stage.DECISION,
                Consequence.SideEffect.NONE,
                around.policy().action(request.action()).orElse(null),
                List.of(),
                null);
        return new Decision(answer.state(), List.of(answer.consequences().getFirst(), letter));
    }

    private boolean isForgotten(String id) {
        return IntentIds.madeAt(id)
                .filter(madeAt -> madeAt.isBefore(around.now().minus(IntentState.MEMORY)))
                .isPresent();
    }

    private Decision first(Turn turn, Request request, List<Input.Vote> votes) {
        var opened = Dossier.opened(request, around.now());
        if (request.isPast(around.now())) {
            return entering.expired(turn, opened);
        }
        var judging = new Judging(around);
        var met = votes.stream()
                .flatMap(vote -> judging.metBy(vote, opened).stream())
                .toList();
        var dossier = opened.voted(List.of(), met);
        long ticket = around.line().nextTicket();
        return switch (judging.inFull(dossier, ticket)) {
            case Ruling.Refuse refuse -> entering.rejected(turn, dossier, refuse);
            case Ruling.Ask ask -> entering.held(turn, dossier, ask, votes, Actors.BROKER);
            case Ruling.Wait wait -> entering.deferred(turn, dossier, wait, ticket, around.now(), Actors.BROKER);
            case Ruling.Answer answer -> entering.answered(turn, dossier, answer, Actors.BROKER);
            case Ruling.Go go -> entering.approved(turn, dossier, go, Actors.BROKER);
        };
    }
}
