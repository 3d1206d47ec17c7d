package io.countersign.protocol.execution;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** May this run now: the two answers, and the two moments at which the question is put. */
public sealed interface Clearance {

    /** Nothing stands in the way. */
    record Cleared() implements Clearance {}

    /** No call may be made, and no STARTED counts. */
    record Withheld(Failure failure) implements Clearance {}

    /** STARTED counts, but its lease may be over by now: no call is made, and the end says so. */
    record TooLate(Failure failure) implements Clearance {}

    /** A lease lasts so much longer than the call's timeout, from the append time of STARTED. */
    Duration LEASE_MARGIN = Duration.ofSeconds(5);

    /** Is it certain that a STARTED would come too late, by the time of the last record of the partition where it belongs? */
    static boolean isTooLate(ApprovedAction action, Optional<Instant> lastAppended) {
        return lastAppended.isPresent() && !lastAppended.get().isBefore(action.startBy());
    }

    /** Before STARTED: is it too late, is the action frozen, or has its attempt been called off already? */
    static Clearance toStart(
            ApprovedAction action,
            Instant approvedAt,
            Optional<Instant> lastAppended,
            Freezes freezes,
            boolean calledOff) {
        if (calledOff) {
            return withheld("CANCELLED", "the attempt was called off before it began");
        }
        if (isTooLate(action, lastAppended)) {
            return withheld("START_BY_PASSED", "it had to begin before " + action.startBy());
        }
        return freezes.holding(action, approvedAt)
                .map(scope -> withheld("FROZEN", "a freeze holds " + scope))
                .orElseGet(Cleared::new);
    }

    /**
     * After STARTED: does its acknowledgement name the right partition and a time before startBy?
     *
     * @param sinceSent monotonic time since STARTED was sent, which was before it was appended
     */
    static Clearance toCall(ApprovedAction action, int partition, Receipt receipt, Duration sinceSent) {
        if (receipt.partition() != partition) {
            return withheld(
                    "WRONG_PARTITION", "STARTED went to partition " + receipt.partition() + ", not " + partition);
        }
        return receipt.appendedAt()
                .map(appended -> inTime(action, appended, sinceSent))
                .orElseGet(() -> withheld("NO_APPEND_TIME", "the broker does not stamp outcomes with its append time"));
    }

    private static Clearance inTime(ApprovedAction action, Instant appended, Duration sinceSent) {
        if (!appended.isBefore(action.startBy())) {
            return withheld(
                    "START_BY_PASSED", "STARTED was appended at " + appended + ", not before " + action.startBy());
        }
        if (sinceSent.compareTo(action.timeout().plus(LEASE_MARGIN)) >= 0) {
            return new TooLate(
                    new Failure("LEASE_OVER", "no call was made: the executor was held up for " + sinceSent));
        }
        return new Cleared();
    }

    private static Clearance withheld(String code, String message) {
        return new Withheld(new Failure(code, message));
    }
}
