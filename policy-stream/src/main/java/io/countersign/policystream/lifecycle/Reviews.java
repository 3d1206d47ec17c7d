package io.countersign.policystream.lifecycle;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.policy.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a reviewer's decision makes of an intent. It binds to what the reviewer saw: the digest, which never changes, and a
 * version since which nothing but votes has happened.
 */
final class Reviews {

    private final IntentState state;
    private final Input.Reviewed review;
    private final Circumstances around;
    private final Dossier dossier;
    private final Entering entering;
    private final String reviewer;

    Reviews(IntentState state, Input.Reviewed review, Circumstances around) {
        this.state = state;
        this.review = review;
        this.around = around;
        this.dossier = state.dossier();
        this.entering = new Entering(around);
        this.reviewer = review.vote().reviewer();
    }

    Decision decide() {
        return objection().orElseGet(() -> switch (state) {
            case IntentState.Held held -> ofHeld(held);
            case IntentState.Dead dead -> ofStopped(dead);
            case IntentState.Unknown unknown -> ofStopped(unknown);
            case IntentState.Ended ended -> ofEnded(ended);
            case IntentState.Deferred ignored -> ofMoving();
            case IntentState.Approved ignored -> ofMoving();
            case IntentState.Running ignored -> ofMoving();
            case IntentState.Retrying ignored -> ofMoving();
        });
    }

    private Optional<Decision> objection() {
        if (!review.vote().mayReview()) {
            return refuse(Code.NOT_A_REVIEWER, reviewer + " is not a reviewer");
        }
        if (review.vote().isRequesterOf(dossier.request())) {
            return refuse(Code.OWN_INTENT, "nobody decides about their own intents");
        }
        if (!review.digest().equals(dossier.request().digest())) {
            return refuse(Code.DIGEST_UNKNOWN, "the review names another digest than that of the intent");
        }
        if (review.expectedVersion() < 1 || review.expectedVersion() > dossier.version()) {
            return refuse(
                    Code.VERSION_UNKNOWN,
                    "the review names version " + review.expectedVersion() + ", and the intent has come to "
                            + dossier.version());
        }
        if (needsComment() && (review.comment() == null || review.comment().isBlank())) {
            return refuse(
                    Code.COMMENT_REQUIRED,
                    review.decree() + " of what is " + state.name()
                            + (endedInDoubt() ? ", and may have had its effect," : "") + " needs a comment");
        }
        return Optional.empty();
    }

    /**
     * Who gives up what was asked for, or vouches for it, or risks that it happens twice, says why. Of what the state does not offer
     * nobody has to say why.
     */
    private boolean needsComment() {
        return switch (review.decree()) {
            case DISCARD -> isStopped() || state instanceof IntentState.Ended;
            case CONFIRM -> state instanceof IntentState.Unknown;
            case RETRY -> state instanceof IntentState.Unknown || endedInDoubt();
            case APPROVE, REJECT -> false;
        };
    }

    private boolean isStopped() {
        return state instanceof IntentState.Dead || state instanceof IntentState.Unknown;
    }

    /** What takes its place has a key of its own, so nothing keeps that from happening a second time. */
    private boolean endedInDoubt() {
        return state instanceof IntentState.Ended && Doubt.of(dossier) != Consequence.SideEffect.NONE;
    }

    private Decision ofHeld(IntentState.Held held) {
        if (review.expectedVersion() < held.freshFrom()) {
            return stale();
        }
        return switch (review.decree()) {
            case APPROVE, REJECT -> vote(held);
            case RETRY, DISCARD, CONFIRM -> notOffered();
        };
    }

    private Decision vote(IntentState.Held held) {
        if (!Tally.mayVote(review.vote(), held.clauses())) {
            return Answers.refused(state, Code.NOT_A_REVIEWER, reviewer + " is in none of the groups that must decide");
        }
        if (!review.appendedAt().isBefore(held.approveBy())) {
            return Answers.refused(state, Because.notApprovedBy(held.approveBy()));
        }
        return review.decree() == Input.Decree.APPROVE ? approve(held) : reject();
    }

    private Decision reject() {
        var reasons = List.of(Because.of(Code.REVIEW_REJECTED, withComment(reviewer + " rejected it")));
        return turn().to(entering.ended(
                dossier, IntentState.End.REJECTED, Code.REVIEW_REJECTED.name(), reasons, reviewer));
    }

    private Decision approve(IntentState.Held held) {
        if (dossier.votes().stream().anyMatch(vote -> vote.reviewer().equals(reviewer))) {
            return Answers.refused(state, Code.ALREADY_VOTED, reviewer + " has voted before");
        }
        var votes = new ArrayList<>(dossier.votes());
        votes.add(review.vote());
        var met = Tally.and(dossier.metRules(), Tally.met(held.clauses(), votes));
        boolean open = held.clauses().stream().anyMatch(clause -> !met.contains(clause.demand()));
        if (open) {
            var counted = dossier.voted(votes, dossier.metRules()).noted(reviewer);
            return turn().because(List.of(Because.voted(review.vote()))).to(held.voted(counted));
        }
        return release(dossier.voted(votes, met), List.of());
    }

    /**
     * Policy and budgets are asked again, with the votes as an input; if they refuse, nothing has happened.
     *
     * @param votes those that count towards what is demanded beyond that
     */
    private Decision release(Dossier voted, List<Input.Vote> votes) {
        if (voted.request().isPast(around.now())) {
            return Answers.refused(state, Because.deadlinePassed(voted.request()));
        }
        long ticket = around.line().nextTicket();
        return switch (new Judging(around).inFull(voted, ticket)) {
            case Ruling.Answer answer -> entering.answered(turn(), voted, answer, reviewer);
            case Ruling.Go go -> entering.approved(turn(), voted, go, reviewer);
            case Ruling.Refuse refuse -> Answers.refused(state, refuse);
            case Ruling.Ask ask -> entering.held(turn(), voted, ask, votes, reviewer);
            case Ruling.Wait wait -> entering.deferred(turn(), voted, wait, ticket, around.now(), reviewer);
        };
    }

    /** {@code DEAD} or {@code UNKNOWN}: it stays the same intent, whatever is decided. */
    private Decision ofStopped(IntentState stopped) {
        if (isStale()) {
            return stale();
        }
        return switch (review.decree()) {
            case RETRY -> retry();
            case DISCARD -> end(IntentState.End.DISCARDED, Fact.DISCARDED, " discarded it");
            case CONFIRM ->
                stopped instanceof IntentState.Unknown
                        ? end(IntentState.End.SUCCEEDED, Fact.CONFIRMED, " confirmed that it did happen")
                        : notOffered();
            case APPROVE, REJECT -> notOffered();
        };
    }

    /**
     * A retry counts as the reviewer's vote. What people had approved before was used up by the hand-off that followed,
     * and a cancellation by the attempt that it did not reach.
     */
    private Decision retry() {
        var met = new Judging(around).metBy(review.vote(), dossier);
        return release(dossier.voted(List.of(), met).cancelNoted(null).doubted(false), List.of(review.vote()));
    }

    private Decision end(IntentState.End end, Fact fact, String words) {
        var reasons = List.of(Because.of(fact, withComment(reviewer + words)));
        return turn().to(entering.ended(dossier, end, null, reasons, reviewer));
    }

    private Decision ofEnded(IntentState.Ended ended) {
        return switch (review.decree()) {
            case APPROVE, REJECT, CONFIRM -> Answers.refused(ended, Code.ENDED, present());
            case RETRY -> isStale() ? stale() : anew(ended);
            case DISCARD -> isStale() ? stale() : close(ended);
        };
    }

    /** An ended intent keeps its end; a new one takes its place, decided in full. */
    private Decision anew(IntentState.Ended ended) {
        if (ended.replacedBy() != null) {
            return Answers.refused(ended, Code.ENDED, "it was retried before, as " + ended.replacedBy());
        }
        if (around.frozen(dossier.request())) {
            return Answers.refused(ended, Because.frozen(dossier.request()));
        }
        var id = IntentIds.ofReview(review.reviewId());
        return turn().because(List.of(Because.of(Fact.REPLACED, reviewer + " retries it as " + id)))
                .replacedBy(id)
                .then(new Consequence.Spawned(successor(id), review.vote()))
                .to(new IntentState.Ended(dossier.noted(reviewer), ended.end(), id));
    }

    private Decision close(IntentState.Ended ended) {
        var reasons = List.of(Because.of(Fact.LETTER_DISCARDED, withComment(reviewer + " put the letter aside")));
        return turn().because(reasons).to(ended.with(dossier.noted(reviewer)));
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

    private Turn turn() {
        return new Turn(state, around).accepting();
    }

    private String withComment(String words) {
        var comment = review.comment();
        return comment == null || comment.isBlank() ? words : words + ": " + comment;
    }

    private Optional<Decision> refuse(Code code, String message) {
        return Optional.of(Answers.refused(state, code, message));
    }

    /** What goes on by itself is nobody's to decide about. */
    private Decision ofMoving() {
        return isStale() ? stale() : notOffered();
    }

    private boolean isStale() {
        return review.expectedVersion() < dossier.version();
    }

    /** Says which version was read, and what the intent is now. */
    private Decision stale() {
        return Answers.refused(
                state, Code.STALE, "version " + review.expectedVersion() + " was read, and " + present());
    }

    private Decision notOffered() {
        return Answers.refused(
                state, Code.NOT_OFFERED, "it is " + state.name() + ", where nobody can " + review.decree());
    }

    private String present() {
        return "it is " + state.name() + " at version " + dossier.version() + ", by " + dossier.actor();
    }
}
