package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an executor's report makes of an intent. Until a later attempt has been approved or the intent has ended, the
 * last attempt's outcome decides, from whatever state; the first end of a lease counts, any further one changes nothing.
 * What an executor found when it was asked decides too, and then the attempt's own end comes late. {@code UNKNOWN} says that the end is not known: the first report that knows it still counts.
 *
 * <p>Of what must not happen twice, one execution of an attempt counts: that of the first STARTED, which is told so. Any other,
 * of a copy of the approval say, is refused, and cannot deny the effect of the one that counts.
 */
final class Reports {

    private final IntentState state;
    private final Input.Reported report;
    private final Circumstances around;
    private final Dossier dossier;
    private final Entering entering;
    private final String actor;

    Reports(IntentState state, Input.Reported report, Circumstances around) {
        this.state = state;
        this.report = state.dossier()
                .attempt(report.attempt())
                .map(attempt -> report.priced(attempt.tariff()))
                .orElse(report);
        this.around = around;
        this.dossier = state.dossier();
        this.entering = new Entering(around);
        this.actor = Actors.executor(report.executor());
    }

    Decision decide() {
        var known = dossier.attempt(report.attempt());
        if (known.isEmpty()) {
            return strayed();
        }
        var attempt = known.get();
        if (!attempt.lease(dossier.request()).equals(report.lease())) {
            return attempt.probe(dossier.request()).equals(report.lease()) ? answered(attempt) : strayed();
        }
        if (report.status().isDenial() && attempt.isOfAnotherThan(report.run())) {
            return Decision.unchanged(state);
        }
        if (attempt.found() && report.status().isEnd()) {
            return late(attempt);
        }
        if (attempt.isSettled() || attempt.end() == report.status()) {
            return report.status().isEnd() ? Decision.unchanged(state) : afterItsEnd(attempt);
        }
        boolean last = attempt.number() == dossier.attempts().getLast().number();
        if (!last || state instanceof IntentState.Ended) {
            return late(attempt);
        }
        return switch (report.status()) {
            case STARTED -> started(attempt);
            case RUNNING -> stillRunning(attempt);
            case NOT_STARTED -> notStarted(attempt);
            case SUCCEEDED ->
                succeeded(
                        attempt.ended(report.status(), settled(attempt)),
                        List.of(Because.of(Fact.SUCCEEDED, successInWords())),
                        "two attempts had their effect");
            case FAILED_RETRYABLE, FAILED ->
                isToBeJudged() ? late(attempt) : failed(attempt.ended(report, settled(attempt)), List.of());
            case UNKNOWN -> isToBeJudged() ? late(attempt) : unknown(attempt);
        };
    }

    /** While the next attempt is yet to be judged, a failure of the one before decides nothing. */
    private boolean isToBeJudged() {
        return state instanceof IntentState.Held || state instanceof IntentState.Deferred;
    }

    private Decision late(Attempt attempt) {
        return new LateReports(state, report, around).decide(attempt);
    }

    private Decision strayed() {
        return new Decision(
                state,
                List.of(new Consequence.Strayed(
                        Code.LEASE_UNKNOWN,
                        "reports " + report.status() + " of attempt " + report.attempt()
                                + " with a lease that was never given")));
    }

    /**
     * Its executor was asked what became of the attempt, and says what it found. That counts as the truth does that comes
     * late; whatever does not answer an open question changes nothing.
     */
    private Decision answered(Attempt attempt) {
        var reconciling = new Reconciling(around);
        var probing = reconciling.open(state, attempt);
        if (probing == null) {
            return Decision.unchanged(state);
        }
        return switch (report.status()) {
            case SUCCEEDED ->
                succeeded(
                        attempt.found(report.status(), settled(attempt)),
                        List.of(Because.reconciled(attempt, probing, "had its effect")),
                        "two attempts may have had their effect: what is found is found by the key of both");
            case FAILED_RETRYABLE, FAILED ->
                failed(
                        attempt.found(report.status(), settled(attempt)),
                        List.of(Because.reconciled(attempt, probing, "had no effect")));
            case UNKNOWN -> reconciling.undecided(state, attempt, probing, report);
            case STARTED, RUNNING, NOT_STARTED -> Decision.unchanged(state);
        };
    }

    private Decision started(Attempt attempt) {
        boolean inTime = report.appendedAt().isBefore(attempt.startBy());
        return switch (state) {
            case IntentState.Approved approved when inTime -> begins(approved, attempt);
            case IntentState.Running running when isRepeat(attempt) -> Decision.unchanged(running);
            case IntentState.Running running
            when inTime && mayRunAgain(attempt) && !dossier.cancelNoted() -> {
                var renewed = attempt.started(report.appendedAt(), report.run(), false);
                yield renewed(
                        renewed, new IntentState.Running(dossier.with(renewed)), Fact.STARTED_AGAIN, "begins it again");
            }
            default -> refused();
        };
    }

    /**
     * A STARTED that comes after a cancellation began all the same: it is told to stop, and its lease is kept. Of what must
     * not happen twice, no call is made before it is told.
     */
    private Decision begins(IntentState.Approved approved, Attempt attempt) {
        boolean refuse = dossier.cancelNoted();
        var begun = attempt.started(report.appendedAt(), report.run(), refuse);
        var reasons = List.of(Because.of(Fact.STARTED, "attempt " + attempt.number() + " began"));
        var next = new IntentState.Running(
                dossier.with(begun).decided(dossier.code(), dossier.reasons(), actor, around.now()));
        var turn = new Turn(approved, around).because(reasons).about(begun).reported(report);
        if (refuse) {
            turn.then(Consequence.Directed.refusing(next.dossier(), report));
        } else if (!begun.idempotent()) {
            turn.then(Consequence.Directed.renewing(next.dossier(), begun, report));
        }
        return turn.to(next);
    }

    /** What is begun once more after it was said to have had no effect may have one now. */
    private Decision afterItsEnd(Attempt attempt) {
        boolean begins = report.status() == ReportStatus.STARTED
                && report.appendedAt().isBefore(attempt.startBy())
                && !(state instanceof IntentState.Ended);
        return begins && attempt.hadNoEffectAtAll() && !isRepeat(attempt)
                ? new LateReports(state, report, around).begunAgain(attempt)
                : refused();
    }

    /**
     * The same record once more. Without a run nobody can tell: what must not run twice is taken for the same, and no second
     * lease follows.
     */
    private boolean isRepeat(Attempt attempt) {
        return Objects.equals(report.run(), attempt.run()) && (report.run() != null || !attempt.idempotent());
    }

    private boolean mayRunAgain(Attempt attempt) {
        var leaseUntil = attempt.leaseUntil();
        return attempt.idempotent() && leaseUntil != null && report.appendedAt().isBefore(leaseUntil);
    }

    private Decision stillRunning(Attempt attempt) {
        return switch (state) {
            case IntentState.Running ignored when attempt.isOfAnotherThan(report.run()) -> refused();
            case IntentState.Running ignored -> {
                var renewed = attempt.renewed(report.appendedAt());
                yield renewed(
                        renewed, new IntentState.Running(dossier.with(renewed)), Fact.LEASE_RENEWED, "still runs");
            }
            case IntentState.Approved ignored -> Decision.unchanged(state);
            default -> refused();
        };
    }

    private Decision renewed(Attempt attempt, IntentState next, Fact fact, String words) {
        var reasons = List.of(Because.of(fact, "attempt " + attempt.number() + " " + words));
        var decided = next.with(next.dossier().noted(actor));
        return new Turn(state, around)
                .because(reasons)
                .about(attempt)
                .reported(report)
                .then(Consequence.Directed.renewing(decided.dossier(), attempt, report))
                .to(decided);
    }

    /** Counts only if no STARTED of the lease counted, or the one that did is its own and must not be followed by another. */
    private Decision notStarted(Attempt attempt) {
        boolean underWay = state instanceof IntentState.Approved || state instanceof IntentState.Running;
        if (!underWay || !attempt.isDeniableBy(report.run())) {
            return Decision.unchanged(state);
        }
        var released = attempt.ended(ReportStatus.NOT_STARTED, around.ledger().release(attempt.holds()));
        var reasons = Because.failure(report, "the executor did not begin attempt " + attempt.number());
        var turn = new Turn(state, around).about(released).reported(report);
        return new Lapse(around).neverBegan(turn, dossier.with(released), released, reasons, saysFrozen(), actor);
    }

    private boolean saysFrozen() {
        var fault = report.fault();
        return fault != null && fault.code().equals(Code.FROZEN.name());
    }

    /** @param twice what it means if an earlier attempt has succeeded too */
    private Decision succeeded(Attempt ended, List<Reason> reasons, String twice) {
        var all = Because.withPassedOver(reasons, report);
        var next = entering.ended(dossier.with(ended), IntentState.End.SUCCEEDED, null, all, actor);
        var turn = new Turn(state, around).about(ended).reported(report);
        if (dossier.hasSucceeded()) {
            LateReports.effectTwice(turn, next.dossier(), twice);
        }
        return turn.to(next);
    }

    private String successInWords() {
        if (report.cached()) {
            return "answered from the cache";
        }
        return report.fallback() ? "answered by a fallback" : "done";
    }

    private Decision failed(Attempt ended, List<Reason> found) {
        var reasons = new ArrayList<>(found);
        reasons.addAll(failure("attempt " + ended.number()
                + (Doubt.deniesItsEffect(ended) ? " failed, without an effect" : " failed")));
        var all = dossier.with(ended);
        var turn = new Turn(state, around).about(ended).reported(report);
        if (dossier.cancelledBy() != null) {
            return entering.cancelled(turn, all, dossier.cancelledBy());
        }
        if (report.status() == ReportStatus.FAILED_RETRYABLE) {
            var fault = report.fault();
            var retryAfter = fault == null ? null : fault.retryAfterMillis();
            return new Lapse(around).again(turn, all, ended, reasons, retryAfter, actor);
        }
        return new Lapse(around).dead(turn, all, reasons, actor);
    }

    /** The effect may have happened: the hold stays until the truth is known. */
    private Decision unknown(Attempt attempt) {
        var holds = report.used() == null ? attempt.holds() : around.ledger().settle(attempt.holds(), report.used());
        var ended = attempt.ended(ReportStatus.UNKNOWN, holds);
        var reasons = failure("nobody can tell whether attempt " + attempt.number() + " had an effect");
        var turn = new Turn(state, around).about(ended).reported(report);
        return new Reconciling(around).unknown(turn, state, dossier.with(ended), reasons, report.fault(), actor);
    }

    private List<Reason> failure(String otherwise) {
        return Because.withPassedOver(Because.failure(report, otherwise), report);
    }

    private List<Hold> settled(Attempt attempt) {
        return around.ledger().settle(attempt.holds(), report.used());
    }

    private Decision refused() {
        return new Decision(state, List.of(Consequence.Directed.refusing(dossier, report)));
    }
}
