package io.countersign.policystream.view;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/** How far something has come on each partition, and a place to wait until it has come further. */
final class Offsets {

    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** The first offset that it has not come past; 0 if nothing is known. */
    long next(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Forwards or backwards. */
    void set(TopicPartition partition, long offset) {
        next.put(partition, offset);
        tell();
    }

    /** Forwards only. */
    void raise(TopicPartition partition, long offset) {
        next.merge(partition, offset, Math::max);
        tell();
    }

    /** True once it has come to that offset; false if the time is up first. */
    boolean await(TopicPartition partition, long offset, Deadline deadline) throws InterruptedException {
        if (next(partition) >= offset) {
            return true;
        }
        waiting.incrementAndGet();
        lock.lockInterruptibly();
        try {
            while (next(partition) < offset) {
                if (moved.awaitNanos(deadline.nanosLeft()) <= 0) {
                    return next(partition) >= offset;
                }
            }
            return true;
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
    }

    /** Whoever waits has announced it before looking, so that no move is missed between the look and the wait. */
    private void tell() {
        if (waiting.get() == 0) {
            return;
        }
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
