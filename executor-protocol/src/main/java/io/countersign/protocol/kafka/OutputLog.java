package io.countersign.protocol.kafka;

import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What one execution streams, in its order, on the partition number that its approval was read from. A piece whose way is
 * blocked is offered again before the next one, so that there is no gap.
 */
final class OutputLog implements Attempt.Output {

    private final Writer writer;
    private final String run;
    private final int partition;
    private @Nullable Genuine approval;
    private @Nullable Future<RecordMetadata> last;
    private int pieces;

    OutputLog(Writer writer, String run, int partition) {
        this.writer = writer;
        this.run = run;
        this.partition = partition;
    }

    /** From now on there is something to say, and it is about this approval. */
    synchronized void open(Genuine begun) {
        approval = begun;
    }

    @Override
    public synchronized void write(String json) {
        if (json.getBytes(StandardCharsets.UTF_8).length > Limits.CHUNK_BYTES) {
            throw new IllegalArgumentException("a piece of more than " + Limits.CHUNK_BYTES + " bytes");
        }
        var open = approval;
        if (open == null) {
            return;
        }
        var action = open.action();
        var chunk = new OutputChunk(action.id(), action.attempt(), open.lease(), run, pieces, json);
        last = new Patience(writer::isOpen).until(() -> accepted(open, writer.encode(Topics.OUTPUT, chunk)));
        pieces++;
    }

    /** Waits until the broker has all of it, and says how many pieces there were; what comes later is left out. */
    synchronized int close() {
        approval = null;
        var sent = last;
        if (sent != null) {
            new Patience(writer::isOpen).until(() -> writer.acknowledged(sent));
        }
        return pieces;
    }

    /** What the client does not take on, it refuses at once. */
    private Future<RecordMetadata> accepted(Genuine open, byte[] value) throws AwayException {
        var key = open.key().owner().getBytes(StandardCharsets.UTF_8);
        var sent =
                writer.send(Topics.OUTPUT, partition, key, value, open.action().traceparent());
        if (sent.isDone()) {
            writer.acknowledged(sent);
        }
        return sent;
    }
}
