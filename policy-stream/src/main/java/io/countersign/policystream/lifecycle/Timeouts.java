package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import java.util.List;

/** What follows when a timer that needs no fence is due. */
final class Timeouts {

    private Timeouts() {}

    static Decision decide(IntentState state, Input.Due due, Circumstances around) {
        var timer = due.timer();
        if (!state.timers().contains(timer) || timer.due().isAfter(around.now())) {
            return Decision.unchanged(state);
        }
        return switch (timer.name()) {
            case FORGET -> Decision.unchanged(null);
            case DEADLINE -> new Entering(around).expired(new Turn(state, around), state.dossier());
            case APPROVE_BY -> notApproved(state, around);
            case REVIEW_BY -> notReviewed(state, around);
            case GIVE_UP -> gaveUp(state, around);
            case OPENS ->
                state instanceof IntentState.Deferred deferred
                        ? new Waiting(around).reconsider(deferred)
                        : Decision.unchanged(state);
            case RETRY ->
                state instanceof IntentState.Retrying retrying
                        ? new Retries(around).retry(retrying)
                        : Decision.unchanged(state);
            case PROBE ->
                state instanceof IntentState.Unknown unknown
                        ? new Reconciling(around).due(unknown)
                        : Decision.unchanged(state);
            case START_BY, LEASE, WINDOW, MEMORY, SESSION -> Decision.unchanged(state);
        };
    }

    private static Decision notApproved(IntentState state, Circumstances around) {
        var reason = Because.of(Code.APPROVE_BY_PASSED, "nobody approved it in time");
        return new Entering(around).expired(new Turn(state, around), state.dossier(), reason);
    }

    private static Decision notReviewed(IntentState state, Circumstances around) {
        var reasons = List.of(
                Because.of(Code.REVIEW_BY_PASSED, "nobody decided about it in " + Spans.inWords(IntentState.PATIENCE)));
        return new Turn(state, around)
                .to(new Entering(around)
                        .ended(state.dossier(), IntentState.End.DISCARDED, null, reasons, Actors.BROKER));
    }

    private static Decision gaveUp(IntentState state, Circumstances around) {
        var turn = new Turn(state, around);
        boolean byRule = state instanceof IntentState.Deferred deferred
                && deferred.place().budgets().isEmpty();
        var reason = Because.of(
                byRule ? Code.RULE : Code.OVER_BUDGET, "it has waited for " + Spans.inWords(IntentState.PATIENCE));
        return state instanceof IntentState.Retrying
                ? new Lapse(around).dead(turn, state.dossier(), List.of(reason), Actors.BROKER)
                : new Entering(around).expired(turn, state.dossier(), reason);
    }
}
