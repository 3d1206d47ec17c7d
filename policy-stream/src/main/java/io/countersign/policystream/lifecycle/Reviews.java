package io.countersign.policystream.lifecycle;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a reviewer's decision makes of an intent. It binds to what the reviewer saw: the digest, and a version since
 * which nothing but votes has happened.
 */
final class Reviews {

    private final IntentState state;
    private final Input.Reviewed review;
    private final Circumstances around;
    private final Dossier dossier;
    private final Entering entering;

    Reviews(IntentState state, Input.Reviewed review, Circumstances around) {
        this.state = state;
        this.review = review;
        this.around = around;
        this.dossier = state.dossier();
        this.entering = new Entering(around);
    }

    Decision decide() {
        return objection().orElseGet(() -> switch (state) {
            case IntentState.Held held -> ofHeld(held);
            case IntentState.Dead dead -> ofStopped(dead);
            case IntentState.Unknown unknown -> ofStopped(unknown);
            case IntentState.Ended ended -> ofEnded(ended);
            case IntentState.Deferred ignored -> stale();
            case IntentState.Approved ignored -> stale();
            case IntentState.Running ignored -> stale();
            case IntentState.Retrying ignored -> stale();
        });
    }

    private Optional<Decision> objection() {
        var reviewer = review.vote().reviewer();
        if (!review.vote().mayReview()) {
            return refuse(Code.NOT_A_REVIEWER, reviewer + " is not a reviewer");
        }
        if (reviewer.equals(dossier.request().user())
                || reviewer.equals(dossier.request().agent())) {
            return refuse(Code.OWN_INTENT, "nobody decides about their own intents");
        }
        if (!review.digest().equals(dossier.request().digest())) {
            return Optional.of(stale());
        }
        boolean comments = review.decree() == Input.Decree.DISCARD || review.decree() == Input.Decree.CONFIRM;
        if (comments && (review.comment() == null || review.comment().isBlank())) {
            return refuse(Code.MALFORMED, review.decree() + " needs a comment");
        }
        return Optional.empty();
    }

    private Decision ofHeld(IntentState.Held held) {
        if (review.expectedVersion() < held.freshFrom() || review.expectedVersion() > dossier.version()) {
            return stale();
        }
        if (!Tally.mayVote(review.vote(), held.clauses())) {
            return Turn.refusal(
                    state,
                    Code.NOT_A_REVIEWER,
                    review.vote().reviewer() + " is in none of the groups that must decide");
        }
        return switch (review.decree()) {
            case APPROVE -> approve(held);
            case REJECT -> reject(held);
            case RETRY, DISCARD, CONFIRM -> stale();
        };
    }

    private Decision reject(IntentState.Held held) {
        var reasons = List.of(
                Because.of(Code.REVIEW_REJECTED, withComment(review.vote().reviewer() + " rejected it")));
        var next = entering.ended(
                dossier,
                IntentState.End.REJECTED,
                Code.REVIEW_REJECTED.name(),
                reasons,
                review.vote().reviewer());
        return new Turn(held, around).saying(reasons).accept(next).to(next);
    }

    private Decision approve(IntentState.Held held) {
        var reviewer = review.vote().reviewer();
        if (dossier.votes().stream().anyMatch(vote -> vote.reviewer().equals(reviewer))) {
            return Turn.refusal(state, Code.ALREADY_VOTED, reviewer + " has voted before");
        }
        if (around.frozen(dossier.request())) {
            return Turn.refusal(state, Code.FROZEN, List.of(Because.frozen(dossier.request())));
        }
        var votes = new ArrayList<>(dossier.votes());
        votes.add(review.vote());
        var met = Tally.and(dossier.metRules(), Tally.met(held.clauses(), votes));
        boolean open = held.clauses().stream().anyMatch(clause -> !met.contains(clause.rule()));
        if (open) {
            var counted = dossier.voted(votes, dossier.metRules()).decided(null, voted(), reviewer, dossier.since());
            var next = held.with(counted);
            return new Turn(held, around).saying(voted()).accept(next).to(next);
        }
        return release(dossier.voted(votes, met), false);
    }

    /** Policy and budgets are asked again, with the votes as an input; if they refuse, the vote is not counted. */
    private Decision release(Dossier voted, boolean granted) {
        long ticket = around.line().nextTicket();
        var turn = new Turn(state, around);
        var reviewer = review.vote().reviewer();
        return switch (new Judging(around).inFull(voted, voted.metRules(), ticket)) {
            case Ruling.Go go -> Answers.accepting(entering.approved(turn, voted, go, reviewer, granted));
            case Ruling.Refuse refuse ->
                new Decision(
                        state,
                        List.of(new Consequence.Answered(
                                false,
                                refuse.code(),
                                state,
                                refuse.reasons(),
                                refuse.shortages(),
                                dossier.actor(),
                                refuse.opensAt())));
            case Ruling.Ask ask -> {
                var votes = granted ? List.of(review.vote()) : List.<Input.Vote>of();
                var next = entering.held(voted, ask, votes, reviewer);
                yield turn.heldLetter(next).saying(ask.reasons()).accept(next).to(next);
            }
            case Ruling.Wait wait -> {
                var place = new IntentState.Ticket(ticket, wait.budgets());
                var next = entering.deferred(voted, wait, place, around.now(), reviewer);
                yield turn.saying(wait.reasons()).accept(next).to(next);
            }
        };
    }

    /** {@code DEAD} or {@code UNKNOWN}: it stays the same intent, whatever is decided. */
    private Decision ofStopped(IntentState stopped) {
        if (review.expectedVersion() != dossier.version()) {
            return stale();
        }
        return switch (review.decree()) {
            case RETRY -> retry();
            case DISCARD -> end(IntentState.End.DISCARDED, "DISCARDED", " discarded it");
            case CONFIRM ->
                stopped instanceof IntentState.Unknown
                        ? end(IntentState.End.SUCCEEDED, "CONFIRMED", " confirmed that it did happen")
                        : stale();
            case APPROVE, REJECT -> stale();
        };
    }

    private Decision retry() {
        if (around.frozen(dossier.request())) {
            return Turn.refusal(state, Code.FROZEN, List.of(Because.frozen(dossier.request())));
        }
        if (dossier.request().isPast(around.now())) {
            return Turn.refusal(state, Code.DEADLINE_PASSED, List.of(Because.deadlinePassed(dossier.request())));
        }
        return release(withOwnVote(), true);
    }

    /** A retry counts as the reviewer's vote for every clause that it is enough for. */
    private Dossier withOwnVote() {
        var judgement = around.policy().judge(dossier.request().question(around.now()));
        if (judgement instanceof Judgement.Admitted admitted) {
            var met = Tally.met(admitted.clauses(), List.of(review.vote()));
            return dossier.voted(List.of(), Tally.and(dossier.metRules(), met));
        }
        return dossier;
    }

    private Decision end(IntentState.End end, String code, String words) {
        var reviewer = review.vote().reviewer();
        var reasons = List.of(Because.fact(code, withComment(reviewer + words)));
        var next = entering.ended(dossier, end, null, reasons, reviewer);
        return new Turn(state, around).saying(reasons).accept(next).to(next);
    }

    private Decision ofEnded(IntentState.Ended ended) {
        return switch (review.decree()) {
            case APPROVE, REJECT, CONFIRM -> Turn.refusal(ended, Code.ENDED, whoWasFirst());
            case RETRY -> review.expectedVersion() == dossier.version() ? anew(ended) : stale();
            case DISCARD -> review.expectedVersion() == dossier.version() ? close(ended) : stale();
        };
    }

    /** An ended intent keeps its end; a new one takes its place, decided in full. */
    private Decision anew(IntentState.Ended ended) {
        if (ended.replacedBy() != null) {
            return Turn.refusal(ended, Code.ENDED, "it was retried before, as " + ended.replacedBy());
        }
        var id = IntentIds.ofReview(review.reviewId());
        var reviewer = review.vote().reviewer();
        var reasons = List.of(Because.fact("REPLACED", reviewer + " retries it as " + id));
        var told = dossier.noted(reviewer);
        var next = new IntentState.Ended(told, ended.end(), id);
        return new Turn(ended, around)
                .because(reasons)
                .replacedBy(id)
                .then(new Consequence.Spawned(successor(id), review.vote()))
                .accept(next)
                .to(next);
    }

    private Decision close(IntentState.Ended ended) {
        var reviewer = review.vote().reviewer();
        var reasons = List.of(Because.fact("LETTER_DISCARDED", withComment(reviewer + " put the letter aside")));
        var next = ended.with(dossier.noted(reviewer));
        return new Turn(ended, around).because(reasons).accept(next).to(next);
    }

    private Request successor(String id) {
        var from = dossier.request();
        return new Request(
                id,
                from.tenant(),
                from.user(),
                from.agent(),
                from.team(),
                from.session(),
                from.action(),
                from.parameters(),
                from.model(),
                from.maxTokens(),
                from.inputTokens(),
                from.justification(),
                from.confidential(),
                from.isPast(around.now()) ? null : from.deadline(),
                from.defer(),
                from.roles(),
                from.replyTo(),
                Capabilities.derivedNonce(from.nonce(), review.reviewId()),
                from.digest(),
                from.submittedAt(),
                from.id(),
                from.traceparent());
    }

    private List<Reason> voted() {
        return List.of(Because.voted(review.vote()));
    }

    private String withComment(String words) {
        var comment = review.comment();
        return comment == null || comment.isBlank() ? words : words + ": " + comment;
    }

    private Optional<Decision> refuse(Code code, String message) {
        return Optional.of(Turn.refusal(state, code, message));
    }

    /** Says who was first, and what the intent is now. */
    private Decision stale() {
        return Turn.refusal(state, Code.STALE, whoWasFirst());
    }

    private String whoWasFirst() {
        return dossier.actor() + " was first: it is " + state.name() + " at version " + dossier.version();
    }
}
