package io.countersign.protocol.kafka;

import io.countersign.contract.Topics;
import io.countersign.protocol.ExecutorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the approved topics in the executor's group, and commits in its one thread what executions settle in theirs: one
 * commit at a time, each for all partitions that have moved on.
 */
final class ApprovedLog {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovedLog.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REVOCATION = Duration.ofSeconds(5);

    /** Makes the execution of one record. */
    interface Executions {
        Runnable of(ConsumerRecord<byte[], byte[]> approval, Claim claim, Execution.Settlement settlement);
    }

    private final ExecutorSettings settings;
    private final Executions executions;
    private final Map<TopicPartition, Claim> claims = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean ending;
    private volatile boolean assigned;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private boolean committing;

    ApprovedLog(ExecutorSettings settings, Executions executions) {
        this.settings = settings;
        this.executions = executions;
    }

    /** Reads until the executor is told to end; whoever runs it starts it again after a failure. */
    void read() {
        try (var opened = new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer = opened;
            opened.subscribe(topics(), new Rebalance(opened));
            while (!ending) {
                turn(opened);
            }
            commitNow(opened, claims);
        } finally {
            consumer = null;
            assigned = false;
            committing = false;
            claims.values().forEach(Claim::lose);
            claims.clear();
            runInbox();
        }
    }

    /** Takes on nothing new; the future completes when nothing runs any more. */
    CompletableFuture<Void> drain() {
        draining = true;
        wake();
        return idle;
    }

    /** Leaves the group with what is settled committed. */
    void end() {
        ending = true;
        wake();
    }

    boolean isDraining() {
        return draining;
    }

    /** True while this process is a member of its group. */
    boolean isAssigned() {
        return assigned;
    }

    private Map<String, Object> properties() {
        return ClientProperties.ofConsumer(
                settings,
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG, settings.group(),
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic",
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000",
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "2000",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100",
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                CooperativeStickyAssignor.class.getName()));
    }

    private Pattern topics() {
        return Pattern.compile(settings.subscriptions().stream()
                .map(subscription ->
                        Topics.APPROVED_PREFIX + subscription.actions().pattern())
                .map(ApprovedLog::regex)
                .collect(Collectors.joining("|")));
    }

    private static String regex(String glob) {
        return Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    private void turn(Consumer<byte[], byte[]> consumer) {
        woken.set(false);
        runInbox();
        commit(consumer);
        startNext();
        pauseTheFull(consumer);
        for (var record : poll(consumer)) {
            take(record);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (draining) {
            return;
        }
        var partition = new TopicPartition(record.topic(), record.partition());
        var claim = claims.computeIfAbsent(partition, first -> new Claim(record.offset()));
        claim.taken(record.offset());
        lanes.computeIfAbsent(record.topic(), this::lane).add(new Lane.Waiting(record, claim));
    }

    private Lane lane(String topic) {
        var action = topic.substring(Topics.APPROVED_PREFIX.length());
        return new Lane(settings.subscriptions().stream()
                .filter(subscription -> subscription.actions().matches(action))
                .findFirst()
                .orElseThrow()
                .inFlight());
    }

    private void startNext() {
        if (draining) {
            claims.values().forEach(Claim::release);
        }
        for (var lane : lanes.values()) {
            for (var next = lane.next(); next.isPresent(); next = lane.next()) {
                start(lane, next.get());
            }
        }
        if (draining && lanes.values().stream().allMatch(Lane::isIdle)) {
            idle.complete(null);
        }
    }

    private void start(Lane lane, Lane.Waiting approval) {
        var record = approval.record();
        var claim = approval.claim();
        var execution = executions.of(record, claim, () -> settle(claim, record.offset()));
        Thread.ofVirtual()
                .name("countersign-" + record.topic() + "-" + record.partition() + "-" + record.offset())
                .start(() -> {
                    try {
                        execution.run();
                    } finally {
                        post(lane::finished);
                    }
                });
    }

    private CompletableFuture<Void> settle(Claim claim, long offset) {
        var committed = new CompletableFuture<Void>();
        post(() -> claim.settled(offset, committed));
        return committed;
    }

    private void post(Runnable task) {
        inbox.add(task);
        wake();
    }

    private void wake() {
        var polling = consumer;
        if (polling != null && woken.compareAndSet(false, true)) {
            polling.wakeup();
        }
    }

    private void runInbox() {
        for (var task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
    }

    private void pauseTheFull(Consumer<byte[], byte[]> consumer) {
        var full = consumer.assignment().stream()
                .filter(partition -> draining || isFull(partition.topic()))
                .collect(Collectors.toSet());
        var freed = new ArrayList<>(consumer.paused());
        freed.removeAll(full);
        consumer.pause(full);
        consumer.resume(freed);
    }

    private boolean isFull(String topic) {
        var lane = lanes.get(topic);
        return lane != null && lane.isFull();
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException woken) {
            return ConsumerRecords.empty();
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        var offsets = committable(claims);
        if (committing || offsets.isEmpty()) {
            return;
        }
        committing = true;
        var asked = Map.copyOf(claims);
        consumer.commitAsync(offsets, (committed, failure) -> {
            committing = false;
            acknowledge(asked, committed, failure);
        });
    }

    private static void acknowledge(
            Map<TopicPartition, Claim> asked,
            Map<TopicPartition, OffsetAndMetadata> committed,
            @Nullable Exception failure) {
        if (failure == null) {
            committed.forEach((partition, offset) -> {
                var claim = asked.get(partition);
                if (claim != null) {
                    claim.committed(offset.offset());
                }
            });
        } else if (!(failure instanceof RetriableException || failure instanceof RebalanceInProgressException)) {
            // Tried again on the next turn; if the partitions are lost, the group says so and nothing begins.
            LOG.warn("A commit failed. cause={}", failure.toString());
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, Claim> claims) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        claims.forEach((partition, claim) ->
                claim.committable().ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
        return offsets;
    }

    /** Commits and waits, for partitions that are about to go; true if the broker took it. */
    private boolean commitNow(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Claim> leaving) {
        var offsets = committable(leaving);
        if (offsets.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(offsets, REVOCATION);
            acknowledge(leaving, offsets, null);
            return true;
        } catch (WakeupException again) {
            return commitNow(consumer, leaving);
        } catch (RebalanceInProgressException | CommitFailedException gone) {
            LOG.info("Partitions went before their last commit. cause={}", gone.toString());
            return false;
        } catch (KafkaException failure) {
            LOG.warn("The last commit of partitions that go failed. cause={}", failure.toString());
            return false;
        }
    }

    /** Executor instances come and go: nothing begins on a partition that another one may have. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> consumer;

        Rebalance(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assigned = true;
        }

        /** What is between its commit and its call gets to the call first; calls that run may go on. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            var leaving = claimsOf(partitions);
            leaving.values().forEach(Claim::release);
            var deadline = System.nanoTime() + REVOCATION.toNanos();
            runInbox();
            while (commitNow(consumer, leaving)
                    && leaving.values().stream().anyMatch(Claim::isCrossed)
                    && System.nanoTime() < deadline) {
                awaitInbox();
            }
            lose(leaving);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.warn(
                    "Partitions were lost: this process was away from its group for too long. partitions={}",
                    partitions);
            lose(claimsOf(partitions));
        }

        private Map<TopicPartition, Claim> claimsOf(Collection<TopicPartition> partitions) {
            var leaving = new HashMap<>(claims);
            leaving.keySet().retainAll(List.copyOf(partitions));
            return leaving;
        }

        private void lose(Map<TopicPartition, Claim> leaving) {
            leaving.values().forEach(Claim::lose);
            claims.keySet().removeAll(leaving.keySet());
        }

        private void awaitInbox() {
            try {
                var task = inbox.poll(20, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                    runInbox();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
