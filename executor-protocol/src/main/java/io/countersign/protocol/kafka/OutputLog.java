package io.countersign.protocol.kafka;

import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one execution streams, in its order, on the partition number that its approval was read from. A piece whose way is
 * blocked is offered again before the next one; after one that the broker has refused for good nothing follows. So there is
 * no gap, and the number of pieces that is reported with the end is the number of those that can be read.
 */
final class OutputLog implements Attempt.Output {

    private static final Logger LOG = LoggerFactory.getLogger(OutputLog.class);

    private final Writer writer;
    private final String run;
    private final int partition;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Future<RecordMetadata>> underWay = new ArrayDeque<>();
    private @Nullable Genuine approval;
    private int written;
    private int acknowledged;

    OutputLog(Writer writer, String run, int partition) {
        this.writer = writer;
        this.run = run;
        this.partition = partition;
    }

    /** From now on there is something to say, and it is about this approval. */
    void open(Genuine begun) {
        lock.lock();
        try {
            approval = begun;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(String json) {
        if (Limits.exceeds(json, Limits.CHUNK_BYTES)) {
            throw new IllegalArgumentException("a piece of more than " + Limits.CHUNK_BYTES + " bytes");
        }
        lock.lock();
        try {
            countAcknowledged();
            var open = approval;
            if (open != null) {
                write(open, json);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the broker has all of it, and says how many pieces it has; what comes later is left out. */
    int close() throws InterruptedException {
        lock.lock();
        try {
            approval = null;
            for (var sent = underWay.poll(); sent != null; sent = underWay.poll()) {
                sent.get();
                acknowledged++;
            }
        } catch (ExecutionException e) {
            refused(e.getCause());
        } finally {
            lock.unlock();
        }
        return acknowledged;
    }

    private void write(Genuine open, String json) {
        var action = open.action();
        var chunk = new OutputChunk(action.id(), action.attempt(), open.lease(), run, written, json);
        var waiting =
                new Patience(() -> writer.isOpen() && !Thread.currentThread().isInterrupted());
        underWay.add(waiting.until(() -> accepted(open, writer.encode(Topics.OUTPUT, chunk))));
        written++;
    }

    /** What the client does not take on, it refuses at once. */
    private Future<RecordMetadata> accepted(Genuine open, byte[] value) throws AwayException {
        var key = open.key().owner().getBytes(StandardCharsets.UTF_8);
        var sent =
                writer.send(Topics.OUTPUT, partition, key, value, open.action().traceparent());
        if (sent.state() == State.FAILED) {
            throw new AwayException("a piece of an answer is not taken on", sent.exceptionNow());
        }
        return sent;
    }

    private void countAcknowledged() {
        for (var oldest = underWay.peek();
                oldest != null && oldest.state() == State.SUCCESS;
                oldest = underWay.peek()) {
            underWay.remove();
            acknowledged++;
        }
        var oldest = underWay.peek();
        if (oldest != null && oldest.state() == State.FAILED) {
            refused(oldest.exceptionNow());
        }
    }

    private void refused(@Nullable Throwable cause) {
        LOG.warn("A piece of an answer was refused: no more are written. run={} cause={}", run, String.valueOf(cause));
        approval = null;
        underWay.clear();
    }
}
