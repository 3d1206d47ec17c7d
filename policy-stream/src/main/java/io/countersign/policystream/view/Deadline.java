package io.countersign.policystream.view;

import java.time.Duration;

/** The end of somebody's patience, by the monotonic clock. */
public record Deadline(long atNanos) {

    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** This one, or after that patience if that is earlier. */
    Deadline butIn(Duration patience) {
        var other = in(patience);
        return other.nanosLeft() < nanosLeft() ? other : this;
    }

    long nanosLeft() {
        return Math.max(0, atNanos - System.nanoTime());
    }

    boolean isOver() {
        return nanosLeft() == 0;
    }
}
