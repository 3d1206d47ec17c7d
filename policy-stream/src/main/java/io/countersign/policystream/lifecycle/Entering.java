package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.ApprovalClause;
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

    /** Hands it to its executor: earlier attempts without the truth are settled in full, and a new one begins. */
    Decision approved(Turn turn, Dossier dossier, Ruling.Go go, String actor, boolean granted) {
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
                null);
        var next = new IntentState.Approved(
                settledInFull(dossier).with(attempt).summarized(go.summary()).decided(null, go.reasons(), actor, now));
        return turn.about(attempt)
                .saying(go.reasons())
                .then(new Consequence.HandedOver(next.dossier(), go.admitted()))
                .to(next);
    }

    /** Waits for people. Votes start anew; what people have met before stays met. */
    IntentState.Held held(Dossier dossier, Ruling.Ask ask, List<Input.Vote> votes, String actor) {
        var within = ask.clauses().stream()
                .map(ApprovalClause::within)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofHours(24));
        var decided = dossier.voted(votes, dossier.metRules())
                .summarized(ask.summary())
                .decided(null, ask.reasons(), actor, around.now());
        return new IntentState.Held(decided, ask.clauses(), around.now().plus(within), decided.version());
    }

    /** Waits for room, or because a rule says so. */
    IntentState.Deferred deferred(
            Dossier dossier, Ruling.Wait wait, IntentState.Ticket place, Instant since, String actor) {
        var decided = dossier.summarized(wait.summary()).decided(null, wait.reasons(), actor, around.now());
        return new IntentState.Deferred(decided, wait.until(), place, since);
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

    IntentState.Unknown unknown(Dossier dossier, List<Reason> reasons, String actor) {
        return new IntentState.Unknown(dossier.decided(null, reasons, actor, around.now()));
    }

    /** Its deadline has passed before it began. */
    Decision expired(Turn turn, Dossier dossier) {
        var reasons = List.of(Because.deadlinePassed(dossier.request()));
        var next = ended(dossier, IntentState.End.EXPIRED, Code.DEADLINE_PASSED.name(), reasons, Actors.BROKER);
        return turn.saying(reasons)
                .letter(Consequence.Category.EXPIRED, next.dossier(), Doubt.of(dossier))
                .to(next);
    }

    /** It was cancelled before it had an effect. */
    Decision cancelled(Turn turn, Dossier dossier, String who) {
        var reasons = List.of(Because.cancelled(who));
        return turn.saying(reasons).to(ended(dossier, IntentState.End.CANCELLED, null, reasons, who));
    }

    Dossier settledInFull(Dossier dossier) {
        var settled = new ArrayList<Attempt>();
        for (var attempt : dossier.attempts()) {
            settled.add(attempt.holding(around.ledger().settleOpen(attempt.holds())));
        }
        return dossier.with(settled);
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b != null && b.isBefore(a) ? b : a;
    }
}
