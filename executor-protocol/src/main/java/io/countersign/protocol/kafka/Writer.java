package io.countersign.protocol.kafka;

import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the executor's records to partitions that it names. A record that was handed over is sent until the broker has
 * acknowledged it or this writer is closed: the client gives up on nothing, so that "perhaps written" arises only at the
 * end of the process.
 */
final class Writer implements AutoCloseable {

    /** Stands where the broker writes its append time; where it is still there afterwards, the topic has none. */
    static final long NO_APPEND_TIME = 0;

    private static final Outcome SAMPLE = Outcome.newBuilder()
            .setId("")
            .setTenant("")
            .setUser("")
            .setAttempt(1)
            .setLease("")
            .setStatus(OutcomeStatus.STARTED)
            .build();

    private final WireFormat wire;
    private final Producer<byte[], byte[]> producer;
    private volatile boolean closed;

    Writer(ExecutorSettings settings, WireFormat wire) {
        this.wire = wire;
        this.producer = new KafkaProducer<>(
                settings.kafkaProperties(Map.of(
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.LINGER_MS_CONFIG, "0",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(Integer.MAX_VALUE),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(Limits.DEAD_LETTER_BYTES))),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** How many partitions the outcomes have, once they and the schemas that we write are there. */
    int partitions() throws AwayException {
        try {
            wire.encode(Topics.OUTCOMES, SAMPLE);
            return producer.partitionsFor(Topics.OUTCOMES).size();
        } catch (KafkaException | RegistryAwayException e) {
            throw new AwayException("topics or schemas are not there yet", e);
        }
    }

    byte[] encode(String topic, SpecificRecord value) throws AwayException {
        try {
            return wire.encode(topic, value);
        } catch (RegistryAwayException e) {
            throw new AwayException("the schema registry is away", e);
        }
    }

    Future<RecordMetadata> send(
            String topic, int partition, byte @Nullable [] key, byte[] value, @Nullable String traceparent) {
        var headers = new RecordHeaders();
        if (traceparent != null) {
            headers.add(Headers.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return producer.send(new ProducerRecord<>(topic, partition, NO_APPEND_TIME, key, value, headers));
        } catch (IllegalStateException afterClose) {
            throw new AbandonedException("the executor is closed");
        }
    }

    /** Waits for the broker's acknowledgement, as long as it takes. */
    RecordMetadata acknowledged(Future<RecordMetadata> sent) throws AwayException {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new AwayException("a record was not acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AbandonedException("interrupted while waiting for an acknowledgement");
        }
    }

    /** Whether trying again makes sense: until this writer is closed. */
    boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        try {
            producer.close(Duration.ofSeconds(5));
        } finally {
            wire.close();
        }
    }
}
