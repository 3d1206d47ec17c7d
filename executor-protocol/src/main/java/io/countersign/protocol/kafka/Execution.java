package io.countersign.protocol.kafka;

import io.countersign.contract.Code;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ActionListener;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import io.countersign.protocol.Failure;
import io.countersign.protocol.execution.Clearance;
import io.countersign.protocol.execution.Clearance.Cleared;
import io.countersign.protocol.execution.Clearance.TooLate;
import io.countersign.protocol.execution.Clearance.Withheld;
import io.countersign.protocol.execution.Receipt;
import io.countersign.protocol.kafka.Approval.Elsewhere;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.protocol.kafka.RunningAttempts.Running;
import io.countersign.v1.LetterCategory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One record of an approved topic on its way through the protocol, on a virtual thread of its own. Read top-down, it is
 * the protocol; the comments say what a death of the process at that line comes to.
 */
final class Execution implements Runnable {

    /** What every execution of a process works with. */
    record Tools(
            ApprovalReader reader,
            ControlLog controls,
            OutcomeLog outcomes,
            LetterLog letters,
            RunningAttempts attempts,
            ActionHandler handler,
            ActionListener listener) {}

    /** How an execution tells that its record needs no redelivery; completes when the broker has the commit. */
    interface Settlement {
        CompletableFuture<Void> settle();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final ConsumerRecord<byte[], byte[]> record;
    private final Claim claim;
    private final Settlement settlement;
    private final Tools tools;
    private final Patience patience;
    private final OutputLog output;
    private final Attempt attempt;
    private boolean announced;

    Execution(ConsumerRecord<byte[], byte[]> record, Claim claim, Settlement settlement, Tools tools) {
        this.record = record;
        this.claim = claim;
        this.settlement = settlement;
        this.tools = tools;
        this.patience = new Patience(claim::isOurs);
        var run = UUID.randomUUID().toString();
        this.output = tools.outcomes().output(run, record.partition());
        this.attempt = new Attempt(run, output);
    }

    @Override
    public void run() {
        try {
            // Death up to here: nothing was said or done, the record is delivered again.
            switch (tools.reader().read(record, patience)) {
                case Refused refused -> refuse(refused);
                case Elsewhere elsewhere -> leave(elsewhere);
                case Genuine approval -> alone(approval);
            }
        } catch (AbandonedException elsewhere) {
            LOG.debug("Left to whoever has the partition next. topic={} offset={}", record.topic(), record.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("A defect in the executor. topic={} offset={}", record.topic(), record.offset(), defect);
            giveUp(defect);
        }
    }

    /** After STARTED nothing is said: the lease runs out, and the broker or a person decides. */
    private void giveUp(RuntimeException defect) {
        if (announced) {
            var unused = settlement.settle();
        } else {
            refuse(new Refused(LetterCategory.FAILED, Code.INTERNAL.name(), "a defect in the executor", defect));
        }
    }

    /** A letter, then the commit: dying in between writes the same letter again. */
    private void refuse(Refused refused) {
        tools.letters().write(record, refused, patience);
        tools.listener().refused(record.topic(), refused.code());
        var unused = settlement.settle();
    }

    /** Not a word, only the commit: if nobody runs that group, startBy passes and the broker says so. */
    private void leave(Elsewhere elsewhere) {
        var action = elsewhere.action();
        LOG.debug("Left to its own executors. intent={} group={}", action.id(), elsewhere.group());
        tools.listener().leftAlone(action, elsewhere.group());
        var unused = settlement.settle();
    }

    /** A redelivery waits for an execution of the same attempt that is still under way in this process. */
    private void alone(Genuine approval) throws InterruptedException {
        var own = new Running(attempt, record.offset(), new CompletableFuture<>());
        for (var other = enter(approval, own); other.isPresent(); other = enter(approval, own)) {
            // To wait for a later copy would be to wait for oneself: its commit comes after ours.
            if (other.get().offset() > record.offset()) {
                leaveToCopy(approval);
                return;
            }
            if (reported(other.get()) && approval.action().idempotent()) {
                var unused = settlement.settle();
                return;
            }
        }
        var reported = false;
        try {
            reported = attempt(approval);
        } finally {
            tools.attempts().leave(approval.key(), own, reported);
        }
    }

    private void leaveToCopy(Genuine approval) {
        if (approval.action().idempotent()) {
            var unused = settlement.settle();
        } else {
            refuse(copy());
        }
    }

    private static Refused copy() {
        return new Refused(LetterCategory.FAILED, "DUPLICATE_APPROVAL", "a copy of an approval that has begun", null);
    }

    private Optional<Running> enter(Genuine approval, Running own) {
        return tools.attempts().enter(approval.key(), own);
    }

    /** True if an ending was reported; false if the attempt was left alone. */
    private boolean attempt(Genuine approval) throws InterruptedException {
        if (!claim.enter()) {
            throw new AbandonedException("the partition goes");
        }
        Optional<Call> call;
        try {
            if (!approval.action().idempotent() && !exclude(approval)) {
                return false;
            }
            call = clearance(approval) instanceof Withheld(var why) ? notStarted(approval, why) : begin(approval);
        } finally {
            claim.leave();
        }
        if (call.isPresent()) {
            var running = call.get();
            var ending = new Supervision(approval.action(), attempt, running)
                    .ending(() -> tools.outcomes().running(approval, attempt.run(), record.partition()));
            report(approval, ending, running.age());
            running.join();
        }
        if (approval.action().idempotent()) {
            // Death before this commit: the same attempt runs again, with the same key.
            var unused = settlement.settle();
        }
        return true;
    }

    /** Excludes a second delivery before anything is said or done; false if this one is a copy of the first. */
    private boolean exclude(Genuine approval) throws InterruptedException {
        // If this fails there is no call and no word: whoever has the partition next reads the record again.
        result(settlement.settle());
        // Death from here on: the record is not delivered again. Without STARTED, startBy passes and the broker hands
        // the intent over anew; with STARTED, the lease runs out and the intent is UNKNOWN.
        var first = tools.attempts()
                .begin(approval.key(), approval.action().startBy(), Instant.ofEpochMilli(record.timestamp()));
        if (!first) {
            refuse(copy());
        }
        return first;
    }

    /** Asked last, so that a wait for the commit makes no answer old. */
    private Clearance clearance(Genuine approval) throws InterruptedException {
        return Clearance.toStart(
                approval.action(),
                Instant.ofEpochMilli(record.timestamp()),
                result(tools.controls().now()),
                tools.attempts().isCalledOff(approval.key()));
    }

    /** Announces the call, and begins it if the acknowledgement allows. */
    private Optional<Call> begin(Genuine approval) {
        var action = approval.action();
        announced = true;
        var sent = System.nanoTime();
        Receipt receipt;
        try {
            receipt = new Patience(claim::isHeld)
                    .until(() -> tools.outcomes().started(approval, attempt.run(), record.partition()));
        } catch (AbandonedException unacknowledged) {
            return unannounced(approval);
        }
        var sinceSent = Duration.ofNanos(System.nanoTime() - sent);
        if (!claim.isHeld()) {
            return goneMeanwhile(approval);
        }
        return switch (Clearance.toCall(action, record.partition(), receipt, sinceSent)) {
            case Cleared() -> {
                output.open(approval);
                var call = Call.begin(tools.handler(), action, attempt);
                tools.listener().began(action);
                yield Optional.of(call);
            }
            case Withheld(var why) -> notStarted(approval, why);
            case TooLate(var why) -> notCalled(approval, why);
        };
    }

    /** No acknowledgement, no call: if no STARTED counts, the broker may hand the intent over anew at once. */
    private Optional<Call> unannounced(Genuine approval) {
        if (approval.action().idempotent()) {
            throw new AbandonedException("STARTED was not acknowledged");
        }
        return notStarted(approval, new Failure("NOT_ACKNOWLEDGED", "no call was made: STARTED was not acknowledged"));
    }

    /** An idempotent record is read again by whoever has the partition; any other one is ours to account for. */
    private Optional<Call> goneMeanwhile(Genuine approval) {
        if (approval.action().idempotent()) {
            throw new AbandonedException("the partition was taken away");
        }
        return notCalled(
                approval, new Failure("PARTITION_LOST", "no call was made: the partition was taken away meanwhile"));
    }

    private Optional<Call> notStarted(Genuine approval, Failure why) {
        report(approval, Ending.notStarted(why), Duration.ZERO);
        return Optional.empty();
    }

    private Optional<Call> notCalled(Genuine approval, Failure why) {
        report(approval, Ending.notCalled(why), Duration.ZERO);
        return Optional.empty();
    }

    private void report(Genuine approval, Ending ending, Duration call) {
        tools.outcomes().ended(approval, attempt, record.partition(), ending, output.close());
        tools.listener().ended(approval.action(), ending, call);
    }

    private static boolean reported(Running other) throws InterruptedException {
        return result(other.reported());
    }

    private static <T> T result(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AbandonedException abandoned) {
                throw abandoned;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
