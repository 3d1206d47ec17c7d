package io.countersign.policystream.activation;

import io.countersign.contract.Topics;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All bundles that were ever pushed, by hash. It remembers where they are and not what they say: a bundle may be large,
 * and few are ever looked at again. Safe for use by many threads, one at a time.
 */
final class BundleLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition LOG = new TopicPartition(Topics.BUNDLES, 0);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final Map<String, Long> offsets = new HashMap<>();
    private long next;
    private @Nullable Consumer<byte[], byte[]> consumer;

    BundleLog(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire) {
        this.consumers = consumers;
        this.wire = wire;
    }

    /** The bundle of that hash, if it has been written by now; a broker that is away is a Kafka exception. */
    synchronized Optional<PolicyBundle> find(String hash) {
        if (!offsets.containsKey(hash)) {
            readOn();
        }
        return Optional.ofNullable(offsets.get(hash)).flatMap(this::at);
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private void readOn() {
        var reading = consumer();
        long end = reading.endOffsets(List.of(LOG)).getOrDefault(LOG, 0L);
        long until = System.nanoTime() + PATIENCE.toNanos();
        reading.seek(LOG, next);
        while (reading.position(LOG) < end) {
            for (var record : reading.poll(POLL)) {
                if (record.key() != null) {
                    offsets.putIfAbsent(new String(record.key(), StandardCharsets.UTF_8), record.offset());
                }
            }
            next = reading.position(LOG);
            requireTime(until);
        }
    }

    private Optional<PolicyBundle> at(long offset) {
        var reading = consumer();
        long until = System.nanoTime() + PATIENCE.toNanos();
        reading.seek(LOG, offset);
        while (true) {
            for (var record : reading.poll(POLL)) {
                return decode(record.value());
            }
            requireTime(until);
        }
    }

    private Optional<PolicyBundle> decode(byte @Nullable [] value) {
        return switch (wire.decode(Topics.BUNDLES, value, PolicyBundle.class)) {
            case Reading.Decoded<PolicyBundle>(var bundle) -> Optional.of(bundle);
            case Reading.Unreadable<PolicyBundle> unreadable -> Optional.empty();
        };
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumers.get();
            consumer.assign(List.of(LOG));
        }
        return consumer;
    }

    private static void requireTime(long until) {
        if (System.nanoTime() - until > 0) {
            throw new TimeoutException("cannot read " + Topics.BUNDLES + " in time");
        }
    }
}
