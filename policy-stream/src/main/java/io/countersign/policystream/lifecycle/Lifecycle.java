package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of an intent: {@code (state, input, circumstances) -> (state', consequences)}.
 *
 * <p>Pure: the same arguments give the same decision, whenever and wherever it is made; that is what makes the audit log
 * replayable. The ledger among the circumstances gathers what the decision moves; the caller stores it with the rest.
 */
public final class Lifecycle {

    private Lifecycle() {}

    /** Decides what an input makes of an intent; {@code state} is null if no intent of this id is known. */
    public static Decision decide(@Nullable IntentState state, Input input, Circumstances around) {
        return switch (input) {
            case Input.Submitted submitted -> new Submissions(around).submitted(state, submitted.request());
            case Input.Derived derived -> new Submissions(around).derived(state, derived);
            case Input.Reported report -> state == null ? strayed(report) : new Reports(state, report, around).decide();
            case Input.Cancelled cancelled ->
                state == null ? notFound() : Cancellations.decide(state, cancelled, around);
            case Input.Reviewed review -> state == null ? notFound() : new Reviews(state, review, around).decide();
            case Input.Fenced fence -> state == null ? Decision.unchanged(null) : Fences.decide(state, fence, around);
            case Input.Halted ignored -> state == null ? Decision.unchanged(null) : Cancellations.halted(state);
            case Input.Due due -> state == null ? Decision.unchanged(null) : Timeouts.decide(state, due, around);
            case Input.Woken woken ->
                state instanceof IntentState.Deferred deferred
                        ? new Waiting(around).reconsider(deferred)
                        : Decision.unchanged(state);
        };
    }

    private static Decision notFound() {
        return Answers.refused(null, Code.NOT_FOUND, "there is no such intent");
    }

    private static Decision strayed(Input.Reported report) {
        return new Decision(
                null,
                List.of(new Consequence.Strayed(
                        Code.NOT_FOUND, "reports " + report.status() + " for an intent that is not known")));
    }
}
