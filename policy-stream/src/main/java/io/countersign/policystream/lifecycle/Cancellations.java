package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.Fact;
import java.util.List;

/** What becomes of an intent that its owner wants ended. */
final class Cancellations {

    private Cancellations() {}

    static Decision decide(IntentState state, Input.Cancelled cancelled, Circumstances around) {
        var who = cancelled.requestedBy();
        return switch (state) {
            case IntentState.Deferred deferred -> atOnce(deferred, who, around);
            case IntentState.Held held -> atOnce(held, who, around);
            case IntentState.Retrying retrying -> atOnce(retrying, who, around);
            case IntentState.Dead dead -> atOnce(dead, who, around);
            case IntentState.Approved approved -> noted(approved, approved.current(), who, around);
            case IntentState.Running running -> noted(running, running.current(), who, around);
            case IntentState.Unknown unknown ->
                Answers.refused(unknown, Code.ENDED, "nobody knows whether it had an effect; a reviewer must decide");
            case IntentState.Ended ended -> Answers.refused(ended, Code.ENDED, "it has ended already, " + ended.name());
        };
    }

    /** A freeze stops the call, not the intent: it goes on when the freeze ends. */
    static Decision halted(IntentState state) {
        return switch (state) {
            case IntentState.Approved approved -> new Decision(approved, List.of(cancel(approved, approved.current())));
            case IntentState.Running running -> new Decision(running, List.of(cancel(running, running.current())));
            default -> Decision.unchanged(state);
        };
    }

    private static Decision atOnce(IntentState state, String who, Circumstances around) {
        return new Entering(around).cancelled(new Turn(state, around).accepting(), state.dossier(), who);
    }

    /** The executor is told; the state follows what it reports. */
    private static Decision noted(IntentState state, Attempt attempt, String who, Circumstances around) {
        var before = state.dossier();
        if (before.cancelNoted()) {
            return Answers.accepted(state);
        }
        var reasons = List.of(Because.of(Fact.CANCEL_REQUESTED, who + " wants it ended; the executor has been told"));
        var next = state.with(before.cancelNoted(who).decided(null, reasons, who, before.since()));
        return new Turn(state, around)
                .accepting()
                .about(attempt)
                .then(cancel(next, attempt))
                .to(next);
    }

    private static Consequence cancel(IntentState state, Attempt attempt) {
        return Consequence.Directed.toAll(state.dossier(), attempt.number(), Consequence.Instruction.CANCEL);
    }
}
