package io.countersign.endtoend;

import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic whole, committed records only, as anybody could: nothing of the product's own consumers. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final WireFormat wire;

    TopicReader(String kafka, String registry) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        wire = WireFormat.of(registry);
    }

    /** Every record of the topic, partition by partition, each in its order. */
    List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        var partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        return records;
    }

    <T extends SpecificRecord> List<T> all(String topic, Class<T> type) {
        return raw(topic).stream()
                .map(record -> wire.decode(topic, record.value(), type))
                .flatMap(reading -> decoded(reading).stream())
                .toList();
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

    /** Records as their writer wrote them: what hashes and signatures cover. */
    List<GenericRecord> asWritten(String topic, Class<? extends SpecificRecord> type) {
        return raw(topic).stream()
                .map(record -> wire.decodeAsWritten(topic, record.value(), type))
                .flatMap(reading -> decoded(reading).stream())
                .toList();
    }

    private static <T> Optional<T> decoded(Reading<T> reading) {
        return reading instanceof Reading.Decoded<T> decoded ? Optional.of(decoded.record()) : Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
        wire.close();
    }
}
