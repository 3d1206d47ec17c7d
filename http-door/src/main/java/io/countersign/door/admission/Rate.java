package io.countersign.door.admission;

import java.time.Duration;

/**
 * How much there may be each second, and for how many seconds together what was not used may come at once.
 *
 * @param perSecond 0 is no limit
 */
public record Rate(long perSecond, Duration burst) {
    private static final long NANOS = 1_000_000_000L;
    private static final Duration LONGEST_BURST = Duration.ofHours(1);

    public Rate {
        if (perSecond < 0 || perSecond > NANOS) {
            throw new IllegalArgumentException("a rate is 0 to " + NANOS + " a second: " + perSecond);
        }
        if (burst.compareTo(Duration.ofSeconds(1)) < 0 || burst.compareTo(LONGEST_BURST) > 0) {
            throw new IllegalArgumentException("a burst is of one second to one hour: " + burst);
        }
    }

    boolean isLimited() {
        return perSecond > 0;
    }

    /** The most that may come at once. */
    long quota() {
        return perSecond * burst.toSeconds();
    }

    /** How long it takes until so much may come again, in whole nanoseconds: never longer than it should, so that the quota fits. */
    long nanos(long amount) {
        return Math.multiplyExact(amount, NANOS) / perSecond;
    }

    /** How much may come after so long. */
    long within(long nanos) {
        return (long) ((double) nanos / NANOS * perSecond);
    }
}
