package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.log.LogFollower;
import io.countersign.v1.Intent;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The committed end of the logs that answers are made of, followed on a thread of its own.
 *
 * <p>Two things can be seen nowhere else. What is submitted and not decided: the deciding tasks have not read it yet. And
 * where a partition's last <em>record</em> is: its end offset also counts the markers of transactions, which no stream
 * task ever gets to see, so "the view has come to the end" is judged by the last record before the end.
 */
public final class LogTail implements LogFollower.Reading, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMITTED_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long LATELY = TimeUnit.SECONDS.toNanos(15);

    private final Admin admin;
    private final String application;
    private final WireFormat wire;
    private final ViewPositions view;
    private final List<TopicPartition> partitions;
    private final UndecidedIntents undecided = new UndecidedIntents();
    private final Offsets read = new Offsets();
    private final Map<TopicPartition, Long> lastRecord = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();
    private final LogFollower follower;
    private long lookedAtCommitted;
    private volatile long answered;
    private volatile boolean everAnswered;

    /**
     * @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group
     * @param application the group that decides and folds
     */
    public LogTail(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Admin admin,
            String application,
            WireFormat wire,
            ViewPositions view,
            int partitions) {
        this.admin = admin;
        this.application = application;
        this.wire = wire;
        this.view = view;
        this.partitions = LogEnds.partitions(partitions);
        this.follower = new LogFollower("log-tail", consumers, this);
    }

    public void start() {
        follower.start();
    }

    /** True once everything before that offset was read here. */
    boolean awaitRead(TopicPartition partition, long offset, Deadline deadline) throws InterruptedException {
        return read.await(partition, offset, deadline);
    }

    /** The offset behind the last record that was read here; 0 if there was none. */
    long behindLastRecord(TopicPartition partition) {
        return lastRecord.getOrDefault(partition, -1L) + 1;
    }

    /** The partitions that have more than the group has read, as far as is known here; each with what it reads next. */
    public Map<TopicPartition, Long> behind() {
        var behind = new HashMap<TopicPartition, Long>();
        lastRecord.forEach((partition, last) -> {
            long next = committed.getOrDefault(partition, 0L);
            if (next <= last) {
                behind.put(partition, next);
            }
        });
        return behind;
    }

    /** True if the broker has answered here lately. */
    public boolean follows() {
        return everAnswered && System.nanoTime() - answered < LATELY;
    }

    UndecidedIntents undecided() {
        return undecided;
    }

    /** True if nothing was ever decided on that partition, as far as the group remembers. */
    boolean nothingDecided(int partition) {
        return !committed.containsKey(new TopicPartition(Topics.SUBMITTED, partition));
    }

    @Override
    public void close() {
        follower.close();
    }

    /** From where the tasks go on: what is before has been decided, and is in the view. */
    @Override
    public void begin(Consumer<byte[], byte[]> consumer) {
        noteCommitted(fetchCommitted());
        consumer.assign(partitions);
        for (var partition : partitions) {
            var next = committed.get(partition);
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
        partitions.forEach(partition -> read.set(partition, consumer.position(partition)));
    }

    @Override
    public void next(Consumer<byte[], byte[]> consumer) {
        take(consumer.poll(POLL));
        throttle(consumer);
        lookAtCommitted();
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        for (var record : records) {
            if (record.topic().equals(Topics.SUBMITTED)) {
                intent(record).ifPresent(undecided::add);
            }
            lastRecord.put(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        records.nextOffsets().forEach((partition, next) -> read.raise(partition, next.offset()));
    }

    /** What is unreadable is nobody's intent: the deciding task makes a letter of it. */
    private Optional<UndecidedIntent> intent(ConsumerRecord<byte[], byte[]> record) {
        return switch (wire.decode(Topics.SUBMITTED, record.value(), Intent.class)) {
            case Reading.Decoded<Intent>(var intent) ->
                Owner.of(intent.getTenant(), intent.getUser())
                        .map(owner -> new UndecidedIntent(
                                owner,
                                intent.getId(),
                                intent.getAction(),
                                intent.getSession(),
                                intent.getParameters(),
                                intent.getSubmittedAt(),
                                new TopicPartition(record.topic(), record.partition()),
                                record.offset()));
            case Reading.Unreadable<Intent> unreadable -> Optional.empty();
        };
    }

    private void throttle(Consumer<byte[], byte[]> consumer) {
        if (undecided.isFull()) {
            consumer.pause(submitted());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    private Collection<TopicPartition> submitted() {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(Topics.SUBMITTED))
                .toList();
    }

    private void lookAtCommitted() {
        long now = System.nanoTime();
        if (now - lookedAtCommitted >= COMMITTED_EVERY) {
            lookedAtCommitted = now;
            noteCommitted(fetchCommitted());
            undecided.decided(committed, now);
        }
    }

    private void noteCommitted(Map<TopicPartition, OffsetAndMetadata> offsets) {
        answered = System.nanoTime();
        everAnswered = true;
        var known = new HashMap<>(offsets);
        known.values().removeIf(Objects::isNull);
        known.keySet().retainAll(partitions);
        known.forEach((partition, next) -> {
            committed.put(partition, next.offset());
            view.committed(partition, next.offset());
        });
    }

    private Map<TopicPartition, OffsetAndMetadata> fetchCommitted() {
        try {
            return admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read the offsets of " + application, e.getCause());
        }
    }
}
