package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.v1.Control;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The policy that our partitions decided by when they last ran, from the changelog of the store in which they keep what
 * they adopted. It is asked for only if the log of controls does not name a policy any more.
 */
public final class AdoptedPolicy {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String changelog;

    /** @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group */
    public AdoptedPolicy(Supplier<Consumer<byte[], byte[]>> consumers, String changelog) {
        this.consumers = consumers;
        this.changelog = changelog;
    }

    /** The control that was adopted last, by any partition; empty if there never was one. */
    Optional<Control> find() {
        try (var consumer = consumers.get()) {
            var partitions = consumer.partitionsFor(changelog).stream()
                    .map(partition -> new TopicPartition(changelog, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            long until = System.nanoTime() + PATIENCE.toNanos();
            ConsumerRecord<byte[], byte[]> last = null;
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (var record : consumer.poll(POLL)) {
                    last = later(last, record);
                }
                if (System.nanoTime() - until > 0) {
                    throw new TimeoutException("cannot read " + changelog + " in time");
                }
            }
            return Optional.ofNullable(last).map(ConsumerRecord::value).map(StoredControl::read);
        }
    }

    private static @Nullable ConsumerRecord<byte[], byte[]> later(
            @Nullable ConsumerRecord<byte[], byte[]> last, ConsumerRecord<byte[], byte[]> record) {
        boolean isPolicy = record.key() != null
                && record.value() != null
                && new String(record.key(), StandardCharsets.UTF_8).equals(ControlKeys.ACTIVE);
        return isPolicy && (last == null || record.timestamp() >= last.timestamp()) ? record : last;
    }
}
