package io.countersign.protocol.kafka;

import io.countersign.protocol.ExecutorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the approved topics in the executor's group, starts a delivery for each record, and commits in its one thread
 * what deliveries settle in theirs.
 */
final class ApprovedLog {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Makes what is done with one record. */
    interface Deliveries {
        Runnable of(ConsumerRecord<byte[], byte[]> approval, Claim claim, Settlement settlement);
    }

    private final ExecutorSettings settings;
    private final ApprovedTopics topics;
    private final Deliveries deliveries;
    private final Claims claims = new Claims();
    private final Lanes lanes;
    private final Inbox inbox = new Inbox();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile boolean ending;
    private volatile boolean assigned;

    ApprovedLog(ExecutorSettings settings, Deliveries deliveries) {
        this.settings = settings;
        this.topics = new ApprovedTopics(settings.subscriptions());
        this.deliveries = deliveries;
        this.lanes = new Lanes(topics);
    }

    /** Reads until the executor is told to end; whoever runs it starts it again after a failure. */
    void read() {
        try (var consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var commits = new Commits(consumer);
            inbox.wakes(consumer);
            consumer.subscribe(topics.pattern(), new Rebalance(claims, commits, inbox, () -> assigned = true));
            while (!ending) {
                turn(consumer, commits);
            }
            commits.finish(claims, Rebalance.LIMIT);
        } finally {
            inbox.wakesNobody();
            assigned = false;
            claims.lose(claims);
            inbox.run();
        }
    }

    /** Takes on nothing new; the future completes when nothing runs any more. */
    CompletableFuture<Void> drain() {
        draining = true;
        inbox.wake();
        return idle;
    }

    /** Leaves the group with what is settled committed. */
    void end() {
        ending = true;
        inbox.wake();
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

    private void turn(Consumer<byte[], byte[]> consumer, Commits commits) {
        inbox.beginTurn();
        inbox.run();
        commits.begin(claims);
        if (draining) {
            claims.release();
        }
        lanes.startNext(this::start);
        if (draining && lanes.areIdle()) {
            idle.complete(null);
        }
        pauseTheFull(consumer);
        for (var record : poll(consumer)) {
            take(record);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (!draining) {
            var claim = claims.take(new TopicPartition(record.topic(), record.partition()), record.offset());
            lanes.add(new Lane.Waiting(record, claim));
        }
    }

    private void start(Lane lane, Lane.Waiting approval) {
        var record = approval.record();
        var claim = approval.claim();
        var delivery = deliveries.of(record, claim, () -> settle(claim, record.offset()));
        Thread.ofVirtual()
                .name("countersign-" + record.topic() + "-" + record.partition() + "-" + record.offset())
                .start(() -> {
                    try {
                        delivery.run();
                    } finally {
                        inbox.post(lane::finished);
                    }
                });
    }

    private CompletableFuture<Void> settle(Claim claim, long offset) {
        var committed = new CompletableFuture<Void>();
        inbox.post(() -> claim.settled(offset, committed));
        return committed;
    }

    private void pauseTheFull(Consumer<byte[], byte[]> consumer) {
        var assignment = consumer.assignment();
        var full = draining ? assignment : lanes.full(assignment);
        var freed = new ArrayList<>(consumer.paused());
        freed.removeAll(full);
        consumer.pause(full);
        consumer.resume(freed);
    }

    private static Iterable<ConsumerRecord<byte[], byte[]>> poll(Consumer<byte[], byte[]> consumer) {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException woken) {
            return ConsumerRecords.empty();
        }
    }
}
