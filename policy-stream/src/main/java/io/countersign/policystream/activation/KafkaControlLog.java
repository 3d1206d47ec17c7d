package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Topics;
import io.countersign.policystream.log.LogFollower;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of controls, read by plain consumers on a thread of its own: not as a global store, which under exactly-once
 * crashes again and again once it is damaged.
 */
public final class KafkaControlLog implements ControlLog, LogFollower.Reading, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaControlLog.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final TopicPartition CONTROLS = new TopicPartition(Topics.CONTROLS, 0);

    private final WireFormat wire;
    private final BundleLog bundles;
    private final ConcurrentNavigableMap<Long, Entry> entries = new ConcurrentSkipListMap<>();
    private final Map<String, Entry> standing = new ConcurrentHashMap<>();
    private final Map<String, Policy> compiled = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final CompletableFuture<Void> governed = new CompletableFuture<>();
    private final LogFollower follower;
    private volatile @Nullable ActiveText activeText;
    private volatile long end;
    private long there;

    /** @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group */
    public KafkaControlLog(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire) {
        this.wire = wire;
        this.bundles = new BundleLog(consumers, wire);
        this.follower = new LogFollower("control-log", consumers, this);
    }

    public void start() {
        follower.start();
    }

    /** Completes when everything has been read that was there at the start. */
    public CompletableFuture<Void> read() {
        return read;
    }

    /** Completes when everything has been read and a bundle is in force. */
    public CompletableFuture<Void> governed() {
        return governed;
    }

    @Override
    public List<Entry> after(long offset) {
        return List.copyOf(entries.tailMap(offset, false).values());
    }

    @Override
    public Policy policy(String hash) {
        return Optional.ofNullable(compiled.get(hash))
                .or(() -> compile(hash))
                .orElseThrow(() -> new IllegalArgumentException("there is no valid bundle " + hash));
    }

    @Override
    public long end() {
        return end;
    }

    /** The policy in force, as far as the log has been read. */
    public Optional<Policy> active() {
        return standing(ControlKeys.ACTIVE).map(Control::getBundle).map(this::policy);
    }

    /** The text of the policy in force. */
    public Optional<ActiveText> activeText() {
        return Optional.ofNullable(activeText);
    }

    /** A bundle in force, as it was pushed. */
    public record ActiveText(String version, String yaml) {}

    /** True if a bundle of that hash is in the log. */
    boolean holds(String hash) {
        return bundles.find(hash).isPresent();
    }

    /** The control that stands under a key, if one does. */
    Optional<Control> standing(String key) {
        return Optional.ofNullable(standing.get(key)).map(Entry::control);
    }

    @Override
    public void close() {
        follower.close();
        bundles.close();
    }

    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(CONTROLS));
        consumer.seek(CONTROLS, end);
        there = consumer.endOffsets(List.of(CONTROLS)).getOrDefault(CONTROLS, 0L);
    }

    @Override
    public void next(Consumer<byte[], byte[]> consumer) {
        for (var record : consumer.poll(POLL)) {
            take(record);
        }
        if (consumer.position(CONTROLS) >= there) {
            read.complete(null);
            if (standing.containsKey(ControlKeys.ACTIVE)) {
                governed.complete(null);
            }
        }
    }

    /** Whatever throws here leaves the end where it was, so that the record is read again. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        var entry = entry(record);
        if (entry != null && isReady(entry)) {
            entries.put(entry.offset(), entry);
            standing.put(entry.key(), entry);
            LOG.info("control read key={} offset={} control={}", entry.key(), entry.offset(), entry.control());
        }
        end = record.offset() + 1;
    }

    private @Nullable Entry entry(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.error("a control without a key is left out offset={}", record.offset());
            return null;
        }
        var key = new String(record.key(), StandardCharsets.UTF_8);
        var at = Instant.ofEpochMilli(record.timestamp());
        if (record.value() == null) {
            return new Entry(record.offset(), key, null, at);
        }
        return switch (wire.decode(Topics.CONTROLS, record.value(), Control.class)) {
            case Reading.Decoded<Control>(var control) -> new Entry(record.offset(), key, control, at);
            case Reading.Unreadable<Control>(var reason, var message, var cause) -> {
                LOG.error(
                        "an unreadable control is left out key={} offset={} reason={} {}",
                        key,
                        record.offset(),
                        reason,
                        message);
                yield null;
            }
        };
    }

    private boolean isReady(Entry entry) {
        var control = entry.control();
        if (control == null) {
            return true;
        }
        if (control.getKind() == ControlKind.UNRECOGNIZED) {
            LOG.error("a control of a kind that is not known here is left out key={}", entry.key());
            return false;
        }
        if (control.getKind() != ControlKind.ACTIVE) {
            return true;
        }
        if (!compile(control)) {
            LOG.error(
                    "the bundle cannot be used, its activation is left out bundle={} offset={}",
                    control.getBundle(),
                    entry.offset());
            return false;
        }
        return true;
    }

    private boolean compile(Control activation) {
        var hash = activation.getBundle();
        var bundle = hash == null ? Optional.<PolicyBundle>empty() : bundles.find(hash);
        if (hash == null || bundle.isEmpty()) {
            return false;
        }
        var yaml = bundle.get().getYaml();
        if (!compiled.containsKey(hash) && compile(hash, yaml).isEmpty()) {
            return false;
        }
        activeText = new ActiveText(hash, yaml);
        return true;
    }

    private Optional<Policy> compile(String hash) {
        return bundles.find(hash).flatMap(bundle -> compile(hash, bundle.getYaml()));
    }

    private Optional<Policy> compile(String hash, String yaml) {
        if (!Bundle.hash(yaml).equals(hash)) {
            LOG.error("a bundle is not what its key says bundle={}", hash);
            return Optional.empty();
        }
        return switch (Bundle.read(yaml)) {
            case Bundle.Loaded loaded -> {
                compiled.put(hash, loaded.policy());
                yield Optional.of(loaded.policy());
            }
            case Bundle.Invalid(var problems) -> {
                LOG.error("a bundle does not compile bundle={} problems={}", hash, problems);
                yield Optional.empty();
            }
        };
    }
}
