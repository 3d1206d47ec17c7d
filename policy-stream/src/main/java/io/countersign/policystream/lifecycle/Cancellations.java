package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
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
                Turn.refusal(unknown, Code.ENDED, "nobody knows whether it had an effect; a reviewer must decide");
            case IntentState.Ended ended -> Turn.refusal(ended, Code.ENDED, "it has ended already, " + ended.name());
        };
    }

    private static Decision atOnce(IntentState state, String who, Circumstances around) {
        return Answers.accepting(new Entering(around).cancelled(new Turn(state, around), state.dossier(), who));
    }

    /** The executor is told; the state follows what it reports. */
    private static Decision noted(IntentState state, Attempt attempt, String who, Circumstances around) {
        if (state.dossier().cancelNoted()) {
            return Answers.accepting(Decision.unchanged(state));
        }
        var before = state.dossier();
        var reasons = List.of(Because.fact("CANCEL_REQUESTED", who + " wants it ended; the executor has been told"));
        var next = state.with(before.cancelNotedBy(who).decided(null, reasons, who, before.since()));
        return new Turn(state, around)
                .about(attempt)
                .saying(reasons)
                .then(new Consequence.Directed(next.dossier(), attempt.number(), Consequence.Instruction.CANCEL, null))
                .accept(next)
                .to(next);
    }
}
