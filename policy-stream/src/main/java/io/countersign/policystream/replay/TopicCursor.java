package io.countersign.policystream.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what was committed to one partition of a topic by the time it was opened, forwards only, and not through
 * what lies far before what is asked for: in memory is what one poll brings.
 */
final class TopicCursor implements Iterator<ConsumerRecord<byte[], byte[]>>, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    /** Records that are rather read than passed over: to go to another place costs a request. */
    private static final long NEAR = 5_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition place;
    private final long end;
    private final Deque<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    /** @param consumer reads what is committed, in no group; it is closed with the cursor */
    TopicCursor(Consumer<byte[], byte[]> consumer, TopicPartition place) {
        this.consumer = consumer;
        this.place = place;
        consumer.assign(List.of(place));
        consumer.seekToBeginning(List.of(place));
        end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
    }

    /** Passes over what was appended before an instant of broker time. */
    void skipTo(Instant instant) {
        var first =
                consumer.offsetsForTimes(Map.of(place, instant.toEpochMilli())).get(place);
        skipTo(first == null ? end : first.offset());
    }

    private void skipTo(long offset) {
        read.clear();
        consumer.seek(place, Math.min(offset, end));
    }

    private long position() {
        var next = read.peekFirst();
        return next == null ? consumer.position(place) : next.offset();
    }

    /** The record of that offset; empty if it is not there, or lies before what was asked for before. */
    Optional<ConsumerRecord<byte[], byte[]>> at(long offset) {
        if (offset - position() > NEAR) {
            skipTo(offset);
        }
        var next = peek();
        while (next != null && next.offset() < offset) {
            read.removeFirst();
            next = peek();
        }
        return Optional.ofNullable(next).filter(record -> record.offset() == offset);
    }

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> next() {
        var next = peek();
        if (next == null) {
            throw new NoSuchElementException();
        }
        return read.removeFirst();
    }

    private @Nullable ConsumerRecord<byte[], byte[]> peek() {
        if (read.isEmpty()) {
            fill();
        }
        var next = read.peekFirst();
        return next == null || next.offset() >= end ? null : next;
    }

    private void fill() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (read.isEmpty() && consumer.position(place) < end) {
            consumer.poll(POLL).forEach(read::addLast);
            if (System.nanoTime() - until > 0) {
                throw new TimeoutException("cannot read " + place + " in time");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
