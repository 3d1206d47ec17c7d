package io.countersign.endtoend;

import io.countersign.stack.audit.CommittedLog;
import io.countersign.stack.audit.Verdict;
import io.countersign.stack.audit.Verification;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a topic whole, committed records only, as anybody could: nothing of the product's own consumers. */
final class TopicReader implements AutoCloseable {

    private final String kafka;
    private final String registry;
    private final CommittedLog log;
    private final WireFormat wire;

    TopicReader(String kafka, String registry) {
        this.kafka = kafka;
        this.registry = registry;
        log = new CommittedLog(kafka);
        wire = WireFormat.of(registry);
    }

    /** Every record of the topic, each partition in its order. */
    List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        log.read(log.ends(topic), records::add);
        return records;
    }

    <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
        return raw(topic).stream()
                .map(record -> wire.decode(topic, record.value(), type))
                .flatMap(reading -> decoded(reading).stream())
                .toList();
    }

    /** Every record of the topic, by partition. */
    <T extends SpecificRecord> Map<Integer, List<T>> byPartition(String topic, Class<T> type) {
        var partitions = new TreeMap<Integer, List<T>>();
        raw(topic)
                .forEach(record -> decoded(wire.decode(topic, record.value(), type))
                        .ifPresent(value -> partitions
                                .computeIfAbsent(record.partition(), any -> new ArrayList<>())
                                .add(value)));
        return partitions;
    }

    /** Every record of the topic with the time at which the broker appended it. */
    <T extends SpecificRecord> List<Stamped<T>> stamped(String topic, Class<T> type) {
        return raw(topic).stream()
                .flatMap(record -> decoded(wire.decode(topic, record.value(), type)).stream()
                        .map(value -> new Stamped<>(Instant.ofEpochMilli(record.timestamp()), value)))
                .toList();
    }

    /** A record and when the broker appended it. */
    record Stamped<T>(Instant at, T value) {}

    /** What the command {@code verify} finds. */
    Verdict verdict() throws InterruptedException {
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
