package io.countersign.benchmarks.broker;

import io.countersign.contract.Topics;
import io.countersign.policystream.stream.IntentTopology;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;

/** A topology that runs with the product's settings, as an application that nobody has seen before. */
final class Application implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(25);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MessagingStack stack;
    private final String id;
    private final KafkaStreams streams;
    private volatile @Nullable Throwable failure;

    /**
     * Begins with the intents from these offsets on.
     *
     * @param keepsUp whether so little will come that the deciding topology commits before Kafka Streams' interval is
     *     over: another one then gets that shorter interval as its own
     */
    Application(MessagingStack stack, Contestant contestant, Map<TopicPartition, Long> from, boolean keepsUp)
            throws Exception {
        this.stack = stack;
        this.id = contestant.name() + "-" + UUID.randomUUID();
        beginAt(stack.admin(), from);
        var settings = ServiceSettings.of(stack.kafka(), stack.state(), id);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, contestant.threads());
        if (keepsUp && !contestant.decides()) {
            settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.get(IntentTopology.COMMIT_SOON));
        }
        streams = new KafkaStreams(contestant.topology().get(), settings);
        streams.setUncaughtExceptionHandler(thrown -> {
            failure = thrown;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
    }

    private void beginAt(Admin admin, Map<TopicPartition, Long> from) throws Exception {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        from.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        for (var topic : List.of(Topics.CANCELLATIONS, Topics.REVIEWS, Topics.OUTCOMES, Topics.TICKS)) {
            stack.ends(topic).forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end)));
        }
        admin.alterConsumerGroupOffsets(id, offsets).all().get();
    }

    /** How many intents it has decided, as far as that is committed. */
    long decided(Map<TopicPartition, Long> from) throws Exception {
        if (failure != null) {
            throw new IllegalStateException(id + " has failed", failure);
        }
        var committed = stack.admin()
                .listConsumerGroupOffsets(id)
                .partitionsToOffsetAndMetadata()
                .get();
        long decided = 0;
        for (var each : from.entrySet()) {
            var offset = committed.get(each.getKey());
            decided += offset == null ? 0 : offset.offset() - each.getValue();
        }
        return decided;
    }

    void awaitRunning() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** What it has decided until now is all that it will have decided. */
    void stop() {
        streams.close(CloseOptions.timeout(PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    @Override
    public void close() {
        stop();
        streams.cleanUp();
        stack.dropTopicsOf(id);
    }
}
