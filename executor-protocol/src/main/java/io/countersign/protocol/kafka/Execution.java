package io.countersign.protocol.kafka;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Permit;
import io.countersign.protocol.execution.Clearance;
import io.countersign.protocol.execution.Clearance.Cleared;
import io.countersign.protocol.execution.Clearance.TooLate;
import io.countersign.protocol.execution.Clearance.Withheld;
import io.countersign.protocol.execution.Receipt;
import io.countersign.protocol.kafka.Approval.Genuine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution of a genuine approval, on the virtual thread of its delivery. Read top-down, it is the protocol; the
 * comments say what a death of the process at that line comes to.
 */
final class Execution {

    /** What came of it. */
    enum End {
        /** An ending was reported. */
        REPORTED,
        /** The approval is a copy of one that has begun: nothing was said or done. */
        COPY,
        /** Left without an end. */
        LEFT
    }

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final Genuine approval;
    private final ApprovedAction action;
    private final int partition;
    private final Instant approvedAt;
    private final Claim claim;
    private final Settlement settlement;
    private final Tools tools;
    private final OutputLog output;
    private final Attempt attempt;
    private boolean announced;

    Execution(
            Genuine approval, ConsumerRecord<byte[], byte[]> record, Claim claim, Settlement settlement, Tools tools) {
        this.approval = approval;
        this.action = approval.action();
        this.partition = record.partition();
        this.approvedAt = Instant.ofEpochMilli(record.timestamp());
        this.claim = claim;
        this.settlement = settlement;
        this.tools = tools;
        var run = UUID.randomUUID().toString();
        this.output = tools.outcomes().output(run, partition);
        this.attempt = new Attempt(run, output);
    }

    Genuine approval() {
        return approval;
    }

    Attempt attempt() {
        return attempt;
    }

    /** True if STARTED may have been written. */
    boolean isAnnounced() {
        return announced;
    }

    /** Waits for the handler's leave, of which there is no need if there will be no call; then begins. */
    End run() throws InterruptedException {
        // Death while it waits: nothing was said or done, the record is delivered again.
        var permit = Clearance.isTooLate(action, lastAppended())
                ? Optional.<Permit>empty()
                : new Admission(tools.handler(), action, attempt, claim).await();
        try {
            return admitted();
        } finally {
            permit.ifPresent(this::giveBack);
        }
    }

    private End admitted() throws InterruptedException {
        if (!claim.enter()) {
            throw new AbandonedException("the partition goes");
        }
        Optional<Call> call;
        try {
            if (!action.idempotent() && !exclude()) {
                return End.COPY;
            }
            call = clearance() instanceof Withheld(var why) ? notStarted(why) : begin();
        } finally {
            claim.leave();
        }
        if (call.isPresent()) {
            await(call.get());
        }
        if (action.idempotent()) {
            // Death before this commit: the same attempt runs again, with the same key.
            var unused = settlement.settle();
        }
        return End.REPORTED;
    }

    /** Excludes a second delivery before anything is said or done; false if this one is a copy of the first. */
    private boolean exclude() throws InterruptedException {
        // If this fails there is no call and no word: whoever has the partition next reads the record again.
        Futures.result(settlement.settle());
        // Death from here on: the record is not delivered again. Without STARTED, startBy passes and the broker hands
        // the intent over anew; with STARTED, the lease runs out and the intent is UNKNOWN.
        return tools.attempts().begin(approval.key(), action.startBy(), approvedAt);
    }

    /** Asked last, so that no wait makes an answer old. */
    private Clearance clearance() throws InterruptedException {
        var freezes = Futures.result(tools.controls().now());
        var calledOff = attempt.cancellation().isPresent() || tools.attempts().isCalledOff(approval.key());
        return Clearance.toStart(action, approvedAt, lastAppended(), freezes, calledOff);
    }

    private Optional<Instant> lastAppended() {
        return tools.outcomes().lastAppended(partition);
    }

    /** Announces the call, and begins it if the acknowledgement allows. */
    private Optional<Call> begin() throws InterruptedException {
        announced = true;
        var sent = System.nanoTime();
        Receipt receipt;
        try {
            receipt = new Patience(claim::isHeld)
                    .until(() -> tools.outcomes().started(approval, attempt.run(), partition));
        } catch (AbandonedException unacknowledged) {
            return unannounced();
        }
        var sinceSent = Duration.ofNanos(System.nanoTime() - sent);
        if (!claim.isHeld()) {
            return goneMeanwhile();
        }
        return switch (Clearance.toCall(action, partition, receipt, sinceSent)) {
            case Cleared() -> {
                output.open(approval);
                var call = Call.begin(tools.handler(), action, attempt);
                tools.listener().began(action);
                yield Optional.of(call);
            }
            case Withheld(var why) -> notStarted(why);
            case TooLate(var why) -> notCalled(why);
        };
    }

    /** Reports how the call ended, in its time; then waits for a handler that did not keep to it. */
    private void await(Call call) throws InterruptedException {
        var ending = new Supervision(action, attempt, call)
                .ending(() -> tools.outcomes().running(approval, attempt.run(), partition));
        report(ending, call.age());
        call.join();
    }

    /** No acknowledgement, no call: if no STARTED counts, the broker may hand the intent over anew at once. */
    private Optional<Call> unannounced() throws InterruptedException {
        if (action.idempotent()) {
            throw new AbandonedException("STARTED was not acknowledged");
        }
        return notStarted(new Failure("NOT_ACKNOWLEDGED", "no call was made: STARTED was not acknowledged"));
    }

    /** An idempotent record is read again by whoever has the partition; any other one is ours to account for. */
    private Optional<Call> goneMeanwhile() throws InterruptedException {
        if (action.idempotent()) {
            throw new AbandonedException("the partition was taken away");
        }
        return notCalled(new Failure("PARTITION_LOST", "no call was made: the partition was taken away meanwhile"));
    }

    private Optional<Call> notStarted(Failure why) throws InterruptedException {
        report(Ending.notStarted(why), Duration.ZERO);
        return Optional.empty();
    }

    private Optional<Call> notCalled(Failure why) throws InterruptedException {
        report(Ending.notCalled(why), Duration.ZERO);
        return Optional.empty();
    }

    private void report(Ending ending, Duration call) throws InterruptedException {
        tools.outcomes().ended(approval, attempt, partition, ending, output.close());
        tools.listener().ended(action, ending, call);
    }

    private void giveBack(Permit permit) {
        try {
            permit.release();
        } catch (RuntimeException e) {
            LOG.warn("A handler did not take its leave back. action={}", action.action(), e);
        }
    }
}
