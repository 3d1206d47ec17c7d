package io.countersign.chaos;

import io.countersign.stack.audit.CommittedLog;
import io.countersign.stack.audit.Verdict;
import io.countersign.stack.audit.Verification;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic whole, committed records only, as anybody could: nothing of the product's own consumers. */
public final class TopicReader implements AutoCloseable {

    private final String kafka;
    private final String registry;
    private final CommittedLog log;
    private final WireFormat wire;

    public TopicReader(String kafka, String registry) {
        this.kafka = kafka;
        this.registry = registry;
        log = new CommittedLog(kafka);
        wire = WireFormat.of(registry);
    }

    /** Every record of the topic, each partition in its order. */
    public List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        log.read(log.ends(topic), records::add);
        return records;
    }

    public <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
        return raw(topic).stream()
                .map(record -> wire.decode(topic, record.value(), type))
                .flatMap(reading -> decoded(reading).stream())
                .toList();
    }

    /** Every record of the topic with the time at which the broker appended it. */
    public <T extends SpecificRecord> List<Stamped<T>> stamped(String topic, Class<T> type) {
        return raw(topic).stream()
                .flatMap(record -> decoded(wire.decode(topic, record.value(), type)).stream()
                        .map(value ->
                                new Stamped<>(Instant.ofEpochMilli(record.timestamp()), record.partition(), value)))
                .toList();
    }

    /** A record, and when the broker appended it to which partition. */
    public record Stamped<T>(Instant at, int partition, T value) {}

    /** What the command {@code verify} finds. */
    public Verdict verdict() throws InterruptedException {
        return Verification.of(kafka, registry);
    }

    private static <T> Optional<T> decoded(Reading<T> reading) {
        return reading instanceof Reading.Decoded<T> decoded ? Optional.of(decoded.record()) : Optional.empty();
    }

    @Override
    public void close() {
        log.close();
        wire.close();
    }
}
