package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.PreparedAnswer;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways into each state, so that an intent enters it alike wherever it comes from. */
final class Entering {

    private final Circumstances around;

    Entering(Circumstances around) {
        this.around = around;
    }

    /** Hands it to its executor. Where it was handed over before, it is a reviewer who grants one more attempt. */
    Decision approved(Turn turn, Dossier dossier, Ruling.Go go, String actor) {
        return handedOver(turn, dossier, go, actor, !dossier.attempts().isEmpty());
    }

    /** Hands it over once more, without a person. What a reviewer granted stays the grant of one attempt. */
    Decision approvedAgain(Turn turn, Dossier dossier, Ruling.Go go) {
        boolean granted = dossier.lastAttempt().filter(Attempt::granted).isPresent();
        return handedOver(turn, dossier, go, Actors.BROKER, granted);
    }

    /** Earlier attempts without the truth are settled in full, and a new one begins. */
    private Decision handedOver(Turn turn, Dossier dossier, Ruling.Go go, String actor, boolean granted) {
        var action = go.admitted().action();
        var now = around.now();
        var attempt = new Attempt(
                dossier.nextAttempt(),
                go.holds(),
                action.idempotent(),
                granted,
                action.timeout(),
                now,
                earlier(now.plus(action.executeWithin()), dossier.request().deadline()),
                null,
                null,
                null,
                false,
                null,
                go.admitted().tariff(),
                action.executor(),
                false,
                false,
                false);
        var next = new IntentState.Approved(Traces.leave(settledInFull(dossier), go.admitted(), around)
                .with(attempt)
                .summarized(go.summary())
                .decided(null, go.reasons(), actor, now));
        return turn.about(attempt)
                .then(new Consequence.HandedOver(next.dossier(), go.admitted()))
                .to(next);
    }

    /** Waits for people. Votes start anew; what people have met before stays met. */
    Decision held(Turn turn, Dossier dossier, Ruling.Ask ask, List<Input.Vote> votes, String actor) {
        var within = ask.clauses().stream()
                .map(ApprovalClause::within)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofHours(24));
        var decided = settledInFull(dossier)
                .voted(votes, dossier.metRules())
                .summarized(ask.summary())
                .decided(null, ask.reasons(), actor, around.now());
        var next = new IntentState.Held(decided, ask.clauses(), around.now().plus(within), decided.version());
        return turn.heldLetter(next).to(next);
    }

    /** Waits for room, or because a rule says so. */
    Decision deferred(Turn turn, Dossier dossier, Ruling.Wait wait, long ticket, Instant since, String actor) {
        var decided =
                settledInFull(dossier).summarized(wait.summary()).decided(null, wait.reasons(), actor, around.now());
        var place = new IntentState.Ticket(ticket, wait.budgets());
        return turn.to(new IntentState.Deferred(decided, wait.until(), place, since));
    }

    /** What the policy has prepared is its result: nothing was handed over, so nothing is held, counted or awaited. */
    Decision answered(Turn turn, Dossier dossier, Ruling.Answer answer, String actor) {
        var next =
                ended(dossier.summarized(answer.summary()), IntentState.End.SUCCEEDED, null, answer.reasons(), actor);
        return turn.resulting(answer.prepared().result()).to(next);
    }

    /** What the policy has prepared for a failure is its result; what the attempts have used stays booked. */
    Decision answeredInstead(Turn turn, Dossier dossier, PreparedAnswer answer, List<Reason> failure, String actor) {
        var reasons = new ArrayList<>(failure);
        reasons.add(answer.standingIn());
        var next = ended(dossier, IntentState.End.SUCCEEDED, null, reasons, actor);
        return turn.resultingInstead(answer.result()).to(next);
    }

    /** Policy or budgets refuse it before it was handed over. */
    Decision rejected(Turn turn, Dossier dossier, Ruling.Refuse refuse) {
        var next = ended(
                dossier.summarized(refuse.summary()),
                IntentState.End.REJECTED,
                refuse.code(),
                refuse.reasons(),
                Actors.BROKER);
        return turn.lacking(refuse)
                .letter(Consequence.Category.REJECTED, next.dossier())
                .to(next);
    }

    IntentState.Retrying retrying(Dossier dossier, Instant at, Instant since, List<Reason> reasons, String actor) {
        return new IntentState.Retrying(dossier.decided(null, reasons, actor, around.now()), at, since);
    }

    /** The end: whatever is still held without the truth is settled in full. */
    IntentState.Ended ended(
            Dossier dossier, IntentState.End end, @Nullable String code, List<Reason> reasons, String actor) {
        return new IntentState.Ended(settledInFull(dossier).decided(code, reasons, actor, around.now()), end, null);
    }

    IntentState.Dead dead(Dossier dossier, List<Reason> reasons, String actor) {
        return new IntentState.Dead(dossier.decided(null, reasons, actor, around.now()));
    }

    /** Its deadline has passed before it began. */
    Decision expired(Turn turn, Dossier dossier) {
        return expired(turn, dossier, Because.deadlinePassed(dossier.request()));
    }

    /** What it waited for did not come in time. */
    Decision expired(Turn turn, Dossier dossier, Reason reason) {
        if (isOvertaken(dossier)) {
            return overtaken(turn, dossier);
        }
        var next = ended(dossier, IntentState.End.EXPIRED, reason.code(), List.of(reason), Actors.BROKER);
        return turn.letter(Consequence.Category.EXPIRED, next.dossier()).to(next);
    }

    /** It was cancelled: before it had an effect, or else the reason says so. */
    Decision cancelled(Turn turn, Dossier dossier, String who) {
        if (isOvertaken(dossier)) {
            return overtaken(turn, dossier);
        }
        var reasons = List.of(Because.cancelled(who, Doubt.of(dossier)));
        return turn.to(ended(dossier, IntentState.End.CANCELLED, null, reasons, who));
    }

    /** True if an earlier attempt had its effect, or may have had it, and nobody has decided what that means. */
    boolean isOvertaken(Dossier dossier) {
        return dossier.hasSucceeded() || dossier.doubted();
    }

    /**
     * What an attempt reported too late to decide counts as soon as no other is under way: nothing is tried again, and
     * nobody is told that it did not happen.
     */
    Decision overtaken(Turn turn, Dossier dossier) {
        if (dossier.hasSucceeded()) {
            var reasons = List.of(Because.of(Fact.SUCCEEDED, "an earlier attempt had its effect"));
            return turn.to(ended(dossier, IntentState.End.SUCCEEDED, null, reasons, Actors.BROKER));
        }
        var reasons = List.of(Because.of(Code.LATE_OUTCOME, "an earlier attempt may have had its effect"));
        var next = new IntentState.Unknown(dossier.decided(null, reasons, Actors.BROKER, around.now()), null);
        return turn.letter(Consequence.Category.UNKNOWN, next.dossier()).to(next);
    }

    private Dossier settledInFull(Dossier dossier) {
        var settled = dossier;
        for (var attempt : dossier.attempts()) {
            settled = settled.with(attempt.holding(around.ledger().settleOpen(attempt.holds())));
        }
        return settled;
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b != null && b.isBefore(a) ? b : a;
    }
}
