package io.countersign.protocol.kafka;

import io.countersign.contract.Code;
import io.countersign.protocol.kafka.Approval.Elsewhere;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.protocol.kafka.RunningAttempts.Running;
import io.countersign.v1.LetterCategory;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One record of an approved topic, on a virtual thread of its own: what it is, whose it is, and whether to execute it. */
final class Delivery implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final ConsumerRecord<byte[], byte[]> record;
    private final Claim claim;
    private final Settlement settlement;
    private final Tools tools;
    private final Patience patience;

    Delivery(ConsumerRecord<byte[], byte[]> record, Claim claim, Settlement settlement, Tools tools) {
        this.record = record;
        this.claim = claim;
        this.settlement = settlement;
        this.tools = tools;
        this.patience = new Patience(claim::isOurs);
    }

    @Override
    public void run() {
        try {
            // Death up to here: nothing was said or done, the record is delivered again.
            switch (tools.reader().read(record, patience)) {
                case Refused refused -> refuse(refused);
                case Elsewhere elsewhere -> leave(elsewhere);
                case Genuine approval -> execute(new Execution(approval, record, claim, settlement, tools));
            }
        } catch (AbandonedException elsewhere) {
            LOG.debug("Left to whoever has the partition next. topic={} offset={}", record.topic(), record.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error("A defect in the executor. topic={} offset={}", record.topic(), record.offset(), defect);
            refuse(new Refused(LetterCategory.FAILED, Code.INTERNAL.name(), "a defect in the executor", defect));
        }
    }

    /** A letter, then the commit: dying in between writes the same letter again. */
    private void refuse(Refused refused) {
        tools.letters().write(record, refused, patience);
        tools.listener().refused(record.topic(), refused.code());
        settle();
    }

    /** Not a word, only the commit: if nobody runs that group, startBy passes and the broker says so. */
    private void leave(Elsewhere elsewhere) {
        var action = elsewhere.action();
        LOG.debug("Left to its own executors. intent={} group={}", action.id(), elsewhere.group());
        tools.listener().leftAlone(action, elsewhere.group());
        settle();
    }

    /** A redelivery waits for an execution of the same attempt that is still under way in this process. */
    private void execute(Execution execution) throws InterruptedException {
        var approval = execution.approval();
        var own = Running.of(execution.attempt(), execution.goAhead(), record.offset());
        for (var other = enter(approval, own); other.isPresent(); other = enter(approval, own)) {
            // To wait for a later copy would be to wait for oneself: its commit comes after ours.
            if (other.get().offset() > record.offset()) {
                leaveToCopy(approval);
                return;
            }
            if (Futures.result(other.get().reported()) && approval.action().idempotent()) {
                settle();
                return;
            }
        }
        var end = Execution.End.LEFT;
        try {
            end = run(execution);
        } finally {
            tools.attempts().leave(approval.key(), own, end != Execution.End.LEFT);
        }
        if (end == Execution.End.COPY) {
            refuse(copy());
        }
    }

    /** After STARTED a defect says nothing: the lease runs out, and the broker or a person decides. */
    private Execution.End run(Execution execution) throws InterruptedException {
        try {
            return execution.run();
        } catch (AbandonedException elsewhere) {
            throw elsewhere;
        } catch (RuntimeException defect) {
            if (!execution.isAnnounced()) {
                throw defect;
            }
            LOG.error("A defect in the executor. topic={} offset={}", record.topic(), record.offset(), defect);
            settle();
            return Execution.End.LEFT;
        }
    }

    private Optional<Running> enter(Genuine approval, Running own) {
        return tools.attempts().enter(approval.key(), own);
    }

    private void leaveToCopy(Genuine approval) {
        if (approval.action().idempotent()) {
            settle();
        } else {
            refuse(copy());
        }
    }

    private static Refused copy() {
        return new Refused(
                LetterCategory.FAILED,
                "DUPLICATE_APPROVAL",
                "one of several copies of an approval: another one has begun, or has ended",
                null);
    }

    private void settle() {
        var unused = settlement.settle();
    }
}
