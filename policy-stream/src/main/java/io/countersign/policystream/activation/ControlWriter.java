package io.countersign.policystream.activation;

import io.countersign.contract.Topics;
import io.countersign.v1.Control;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Writes bundles and controls; each is acknowledged by all replicas before the next. */
public final class ControlWriter {

    private final Producer<byte[], byte[]> producer;
    private final WireFormat wire;

    public ControlWriter(Producer<byte[], byte[]> producer, WireFormat wire) {
        this.producer = producer;
        this.wire = wire;
    }

    void bundle(PolicyBundle bundle) {
        write(Topics.BUNDLES, bundle.getHash(), wire.encode(Topics.BUNDLES, bundle));
    }

    /** The control's offset. */
    long control(String key, Control control) {
        return write(Topics.CONTROLS, key, wire.encode(Topics.CONTROLS, control));
    }

    /** The offset of what ends the control. */
    long end(String key) {
        return write(Topics.CONTROLS, key, null);
    }

    private long write(String topic, String key, byte @Nullable [] value) {
        var record = new ProducerRecord<byte[], byte[]>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value);
        try {
            return producer.send(record).get().offset();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException trouble
                    ? trouble
                    : new KafkaException("cannot write to " + topic, e.getCause());
        }
    }
}
