package io.countersign.protocol.execution;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** May this run now: the answers, and the moments at which the question is put. */
public sealed interface Clearance {

    /** Nothing stands in the way. */
    record Cleared() implements Clearance {}

    /** No call may be made, and it is said that it was not started: that counts unless another execution has begun. */
    record Withheld(Failure failure) implements Clearance {}

    /** The broker has said that this is not the execution that may call; it is said as well that it was not started. */
    record Refused(Failure failure) implements Clearance {}

    /** STARTED counts, but its lease may be over by now: no call is made, and the end says so. */
    record TooLate(Failure failure) implements Clearance {}

    /** Nobody has said yet whether this is the execution that may call: its lease is to be renewed meanwhile. */
    record Waiting() implements Clearance {}

    /** A lease lasts so much longer than the call's timeout, from the append time of STARTED. */
    Duration LEASE_MARGIN = Duration.ofSeconds(5);

    /**
     * So soon after its latest word, STARTED or RUNNING, was sent must a call begin that must not happen twice. It is less than the
     * margin, so that a call that takes all of its time still ends, and is reported, within its lease.
     */
    Duration BEGINS_WITHIN = Duration.ofSeconds(3);

    /** So often says an execution that waits for its go-ahead that it is still there. */
    Duration RENEWED_EVERY = Duration.ofMillis(1500);

    /** So long after its STARTED it waits: longer than a policy-stream that was killed needs to be back. */
    Duration GO_AHEAD_WITHIN = Duration.ofSeconds(30);

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

    /**
     * After the acknowledgement, before a call that must not happen twice: has policy-stream given this very STARTED its go-ahead? An
     * acknowledgement tells nothing about other executions: of a copy of the approval, say, that was read after a restart.
     *
     * @param sinceWord monotonic time since the latest word, STARTED or RUNNING, was sent that the broker has acknowledged
     * @param sinceStarted monotonic time since STARTED was sent
     */
    static Clearance toCallOnce(
            ApprovedAction action,
            boolean goAhead,
            Optional<Cancellation> cancellation,
            Duration sinceWord,
            Duration sinceStarted) {
        if (isLeaseOver(action, sinceWord)) {
            return tooLate(sinceWord);
        }
        if (cancellation.isPresent()) {
            return switch (cancellation.get()) {
                case REFUSED ->
                    new Refused(new Failure(
                            "START_REFUSED", "no call was made: another execution began the attempt, or it has ended"));
                case REQUESTED -> withheld("CANCELLED", "no call was made: the attempt was called off meanwhile");
                case SHUTDOWN -> withheld("EXECUTOR_CLOSED", "no call was made: the executor closed");
                case TIMEOUT -> throw new IllegalStateException("a call that has not begun has no timeout");
            };
        }
        if (!isFresh(sinceWord)) {
            return withheld(
                    "NO_GO_AHEAD",
                    "no call was made: the executor was held up for " + sinceWord + " before it could begin");
        }
        if (goAhead) {
            return new Cleared();
        }
        return sinceStarted.compareTo(GO_AHEAD_WITHIN) < 0
                ? new Waiting()
                : withheld(
                        "NO_GO_AHEAD",
                        "no call was made: the broker gave STARTED no go-ahead within " + GO_AHEAD_WITHIN.toSeconds()
                                + " s");
    }

    /** Whether a call may follow a word of that age, and whether a further word prolongs the lease that this one has. */
    static boolean isFresh(Duration sinceWord) {
        return sinceWord.compareTo(BEGINS_WITHIN) < 0;
    }

    private static Clearance inTime(ApprovedAction action, Instant appended, Duration sinceSent) {
        if (!appended.isBefore(action.startBy())) {
            return withheld(
                    "START_BY_PASSED", "STARTED was appended at " + appended + ", not before " + action.startBy());
        }
        return isLeaseOver(action, sinceSent) ? tooLate(sinceSent) : new Cleared();
    }

    private static boolean isLeaseOver(ApprovedAction action, Duration sinceSent) {
        return sinceSent.compareTo(action.timeout().plus(LEASE_MARGIN)) >= 0;
    }

    private static Clearance tooLate(Duration sinceSent) {
        return new TooLate(new Failure("LEASE_OVER", "no call was made: the executor was held up for " + sinceSent));
    }

    private static Clearance withheld(String code, String message) {
        return new Withheld(new Failure(code, message));
    }
}
