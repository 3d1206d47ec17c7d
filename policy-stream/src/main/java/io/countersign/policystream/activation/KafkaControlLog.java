package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.policystream.log.LogFollower;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import io.countersign.wire.ControlRecord;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
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

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BREATH = Duration.ofMillis(5);
    private static final TopicPartition CONTROLS = new TopicPartition(Topics.CONTROLS, 0);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final PushedPolicies pushed;
    private final AdoptedPolicy adopted;
    private final ControlBook book = new ControlBook(this::compiles);
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final CompletableFuture<Void> governed = new CompletableFuture<>();
    private final LogFollower follower;
    /** Which of the bundles that are there compile; one that does not now never will, in this process. */
    private final Map<String, Boolean> verdicts = new ConcurrentHashMap<>();

    private volatile @Nullable ActiveText activeText;
    private volatile long end;
    private long there;

    /**
     * @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group
     * @param adopted what was decided by before this process began
     */
    public KafkaControlLog(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire, AdoptedPolicy adopted) {
        this.consumers = consumers;
        this.wire = wire;
        this.adopted = adopted;
        this.pushed = new PushedPolicies(consumers, wire);
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
        return book.after(offset);
    }

    @Override
    public Optional<Policy> policy(String hash) {
        return pushed.policy(hash);
    }

    @Override
    public boolean compiles(String hash) {
        var known = verdicts.get(hash);
        if (known != null) {
            return known;
        }
        if (!holds(hash)) {
            // no verdict: it may be pushed yet
            return false;
        }
        boolean compiles = policy(hash).isPresent();
        verdicts.put(hash, compiles);
        return compiles;
    }

    @Override
    public long end() {
        return end;
    }

    /** The policy in force, as far as the log has been read. */
    public Optional<Policy> active() {
        return standing(ControlKeys.ACTIVE).map(Control::getBundle).flatMap(this::policy);
    }

    /** The limits set for single owners, as far as the log has been read. */
    public Overrides overrides() {
        return (ownerKey, budget) ->
                standing(ControlKeys.override(budget, ownerKey)).flatMap(SetLimits::of);
    }

    /** The text of the policy in force. */
    public Optional<ActiveText> activeText() {
        return Optional.ofNullable(activeText);
    }

    /** A bundle in force, as it was pushed. */
    public record ActiveText(String version, String yaml) {}

    /** The freezes in force at an instant, as far as the log has been read. */
    public List<StandingFreeze> freezes(Instant now) {
        return book.freezes(now);
    }

    /** The limits of single owners in force at an instant, by budget and owner, as far as the log has been read. */
    public List<StandingLimit> limits(Instant now) {
        return book.limits(now);
    }

    /** Waits until everything has been read that is in the log now; a broker that is away is a Kafka exception. */
    void awaitRead() {
        long now;
        try (var consumer = consumers.get()) {
            now = consumer.endOffsets(List.of(CONTROLS)).getOrDefault(CONTROLS, 0L);
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (end < now) {
            if (System.nanoTime() - until > 0) {
                throw new TimeoutException("cannot read " + Topics.CONTROLS + " in time");
            }
            LockSupport.parkNanos(BREATH.toNanos());
        }
    }

    /** True if a bundle of that hash is in the log. */
    boolean holds(String hash) {
        return pushed.bundle(hash).isPresent();
    }

    /** The text of the bundle of that hash. */
    public PushedText pushedText(String hash) {
        try {
            return pushed.bundle(hash)
                    .<PushedText>map(bundle -> new PushedText.Found(bundle.getHash(), bundle.getYaml()))
                    .orElseGet(PushedText.Unknown::new);
        } catch (KafkaException | RegistryAwayException e) {
            LOG.warn("a bundle could not be read: {}", e.toString());
            return new PushedText.Away(e.getMessage() == null ? "the broker is away" : e.getMessage());
        }
    }

    /** The control that stands under a key, if one does. */
    Optional<Control> standing(String key) {
        return book.standing(key);
    }

    @Override
    public void close() {
        follower.close();
        pushed.close();
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
            if (!read.isDone()) {
                book.caughtUp();
            }
            if (!read.isDone() && book.hasLostPolicy()) {
                adopted.find().ifPresent(book::restore);
            }
            rememberText();
            if (standing(ControlKeys.ACTIVE).isPresent()) {
                governed.complete(null);
            }
            // Last, so that who sees it complete knows whether there was a policy.
            read.complete(null);
        }
    }

    private void rememberText() {
        var known = activeText;
        standing(ControlKeys.ACTIVE)
                .map(Control::getBundle)
                .filter(hash -> known == null || !known.version().equals(hash))
                .flatMap(pushed::bundle)
                .ifPresent(bundle -> activeText = new ActiveText(bundle.getHash(), bundle.getYaml()));
    }

    /** Whatever throws here leaves the end where it was, so that the record is read again. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        book.take(
                record.offset(),
                ControlRecord.read(record.key(), record.value(), wire),
                Instant.ofEpochMilli(record.timestamp()));
        end = record.offset() + 1;
    }
}
