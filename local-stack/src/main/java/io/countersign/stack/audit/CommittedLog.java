package io.countersign.stack.audit;

import io.countersign.stack.StackException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Whole topics as anybody can read them: committed records only, nothing of the product's own consumers. */
public final class CommittedLog implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final Duration STEP = Duration.ofMillis(200);

    private final String kafka;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public CommittedLog(String kafka) {
        this.kafka = kafka;
        admin = Admin.create(Map.of(
                "bootstrap.servers", kafka,
                "request.timeout.ms", PATIENCE_MILLIS / 3,
                "default.api.timeout.ms", PATIENCE_MILLIS));
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        // All that is read is there already: a fetch that waits for more would only be in the next topic's way.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "10");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(PATIENCE_MILLIS));
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The first offsets that are still there. */
    public Map<TopicPartition, Long> beginnings(String topic) {
        return offsets(topic, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /** Everything before these offsets is decided: committed or aborted. */
    public Map<TopicPartition, Long> ends(String topic) {
        return offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /** The ends behind all that is written by now, once it is decided: whoever writes it is given time to commit. */
    public Map<TopicPartition, Long> settledEnds(String topic) throws InterruptedException {
        var written = offsets(topic, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        long deadline = deadline();
        while (!reached(ends(topic), written)) {
            if (System.nanoTime() > deadline) {
                throw new StackException("a transaction on " + topic + " does not end: try again");
            }
            Thread.sleep(STEP.dividedBy(10));
        }
        return written;
    }

    /** Every committed record before the ends, the partitions mixed, each in its order. */
    public void read(Map<TopicPartition, Long> ends, Consumer<? super ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        long deadline = deadline();
        long position = positions(ends);
        while (!reached(positionsOf(ends), ends)) {
            for (var record : poll()) {
                if (record.offset() < endOf(ends, new TopicPartition(record.topic(), record.partition()))) {
                    each.accept(record);
                }
            }
            long now = positions(ends);
            deadline = now > position ? deadline() : deadline;
            position = now;
            if (System.nanoTime() > deadline) {
                throw new StackException("the broker at " + kafka + " does not give its records");
            }
        }
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            return consumer.poll(STEP);
        } catch (OffsetOutOfRangeException e) {
            throw new StackException("retention deleted records while they were read: try again", e);
        }
    }

    private long positions(Map<TopicPartition, Long> ends) {
        return positionsOf(ends).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> positionsOf(Map<TopicPartition, Long> ends) {
        return ends.keySet().stream().collect(Collectors.toMap(partition -> partition, consumer::position));
    }

    private static boolean reached(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        return ends.keySet().stream().allMatch(partition -> endOf(positions, partition) >= endOf(ends, partition));
    }

    private static long endOf(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which, IsolationLevel isolation) {
        var description =
                answer(admin.describeTopics(List.of(topic)).topicNameValues().get(topic), topic);
        var asked = description.partitions().stream()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition.partition()), all -> which));
        var found = answer(
                admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all(), topic);
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private <T> T answer(@Nullable KafkaFuture<T> future, String topic) {
        try {
            return Objects.requireNonNull(future).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownTopicOrPartitionException
                    ? new StackException("there is no topic " + topic + " at " + kafka, e)
                    : new StackException("no answer from the broker at " + kafka + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
