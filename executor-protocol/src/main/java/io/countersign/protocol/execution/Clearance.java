package io.countersign.protocol.execution;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Failure;
import java.time.Instant;

/** May this run now: the two answers, and the two moments at which the question is put. */
public sealed interface Clearance {

    /** Nothing stands in the way. */
    record Cleared() implements Clearance {}

    /** No call may be made, for this reason. */
    record Withheld(Failure failure) implements Clearance {}

    /** Before STARTED: is the action frozen, or has its attempt been called off already? */
    static Clearance toStart(ApprovedAction action, Instant approvedAt, Freezes freezes, boolean calledOff) {
        if (calledOff) {
            return withheld("CANCELLED", "the attempt was called off before it began");
        }
        return freezes.holding(action, approvedAt)
                .map(scope -> withheld("FROZEN", "a freeze holds " + scope))
                .orElseGet(Cleared::new);
    }

    /** After STARTED: does its acknowledgement name the right partition and a time before startBy? */
    static Clearance toCall(ApprovedAction action, int partition, Receipt receipt) {
        if (receipt.partition() != partition) {
            return withheld(
                    "WRONG_PARTITION", "STARTED went to partition " + receipt.partition() + ", not " + partition);
        }
        return receipt.appendedAt()
                .map(appended -> inTime(action, appended))
                .orElseGet(() -> withheld("NO_APPEND_TIME", "the broker does not stamp outcomes with its append time"));
    }

    private static Clearance inTime(ApprovedAction action, Instant appended) {
        return appended.isBefore(action.startBy())
                ? new Cleared()
                : withheld(
                        "START_BY_PASSED", "STARTED was appended at " + appended + ", not before " + action.startBy());
    }

    private static Clearance withheld(String code, String message) {
        return new Withheld(new Failure(code, message));
    }
}
