package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.Reason;
import java.util.List;

/** What follows when a timer that needs no fence is due. */
final class Timeouts {

    private Timeouts() {}

    static Decision decide(IntentState state, Input.Due due, Circumstances around) {
        if (!state.timers().contains(due.timer())) {
            return Decision.unchanged(state);
        }
        return switch (due.timer().name()) {
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
            case START_BY, LEASE -> Decision.unchanged(state);
        };
    }

    private static Decision notApproved(IntentState state, Circumstances around) {
        var reasons = List.of(Because.of(Code.APPROVE_BY_PASSED, "nobody approved it in time"));
        return expired(state, reasons, around);
    }

    private static Decision expired(IntentState state, List<Reason> reasons, Circumstances around) {
        var code = reasons.getFirst().code();
        var next = new Entering(around).ended(state.dossier(), IntentState.End.EXPIRED, code, reasons, Actors.BROKER);
        return new Turn(state, around)
                .saying(reasons)
                .letter(Consequence.Category.EXPIRED, next.dossier(), Consequence.SideEffect.NONE)
                .to(next);
    }

    private static Decision notReviewed(IntentState state, Circumstances around) {
        var reasons = List.of(Because.of(
                Code.REVIEW_BY_PASSED, "nobody decided about it in " + IntentState.PATIENCE.toDays() + " days"));
        return new Turn(state, around)
                .saying(reasons)
                .to(new Entering(around)
                        .ended(state.dossier(), IntentState.End.DISCARDED, null, reasons, Actors.BROKER));
    }

    private static Decision gaveUp(IntentState state, Circumstances around) {
        var reasons =
                List.of(Because.of(Code.OVER_BUDGET, "it has waited for " + IntentState.PATIENCE.toDays() + " days"));
        if (state instanceof IntentState.Retrying retrying) {
            var turn = new Turn(state, around).saying(reasons);
            return new Lapse(around)
                    .dead(turn, retrying.dossier(), reasons, Doubt.of(retrying.dossier()), Actors.BROKER);
        }
        return expired(state, reasons, around);
    }
}
