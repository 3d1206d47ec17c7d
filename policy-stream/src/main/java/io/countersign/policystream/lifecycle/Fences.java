package io.countersign.policystream.lifecycle;

import java.time.Instant;
import java.util.List;

/** What follows when everything that an executor had reported in time has been read. */
final class Fences {

    private Fences() {}

    static Decision decide(IntentState state, Input.Fenced fence, Circumstances around) {
        return switch (state) {
            case IntentState.Approved approved
            when approved.current().number() == fence.attempt() ->
                tooEarly(approved, fence.appendedAt()) ? rearmed(approved) : notBegun(approved, around);
            case IntentState.Running running
            when running.current().number() == fence.attempt() ->
                tooEarly(running, fence.appendedAt()) ? rearmed(running) : leaseOver(running, around);
            default -> Decision.unchanged(state);
        };
    }

    private static boolean tooEarly(IntentState state, Instant appendedAt) {
        return appendedAt.isBefore(state.timers().getFirst().due());
    }

    private static Decision rearmed(IntentState state) {
        return new Decision(
                state, List.of(new Consequence.Rearmed(state.timers().getFirst())));
    }

    private static Decision notBegun(IntentState.Approved state, Circumstances around) {
        var attempt = state.current();
        var released = attempt.holding(around.ledger().release(attempt.holds()));
        var reasons = List.of(Because.neverBegan(attempt));
        var turn = new Turn(state, around).about(released);
        return new Lapse(around)
                .neverBegan(turn, state.dossier().with(released), released, reasons, false, Actors.BROKER);
    }

    /** The effect may have happened. Only what may safely run twice is tried again without a person. */
    private static Decision leaseOver(IntentState.Running state, Circumstances around) {
        var dossier = state.dossier();
        var attempt = state.current();
        var entering = new Entering(around);
        var reasons = List.of(Because.leaseExpired(attempt));
        var turn = new Turn(state, around).about(attempt);
        if (!attempt.idempotent()) {
            return new Reconciling(around).unknown(turn, state, dossier, reasons, null, Actors.BROKER);
        }
        if (dossier.cancelledBy() != null) {
            return entering.cancelled(turn, dossier, dossier.cancelledBy());
        }
        return new Lapse(around).again(turn, dossier, attempt, reasons, null, Actors.BROKER);
    }
}
