package io.countersign.policystream.view;

import java.time.Duration;

/** The end of somebody's patience, by the monotonic clock. */
public record Deadline(long atNanos) {

    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    long nanosLeft() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    boolean isOver() {
        return nanosLeft() == 0;
    }
}
