package io.countersign.executor.connector.llm;

import java.time.Duration;

/** A moment of the monotonic clock by which something must have happened. */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds left; 0 if it has passed. */
    long left() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** The earlier of the two. */
    Deadline or(Deadline other) {
        return nanos - other.nanos <= 0 ? this : other;
    }
}
