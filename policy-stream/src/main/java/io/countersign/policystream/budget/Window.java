package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;

/** A span of broker time in which a budget's limit applies, from {@code opens} (inclusive) to {@link #closes()} (exclusive). */
public record Window(Instant opens, Duration length) {

    public Window {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("a window has a positive length, not " + length);
        }
    }

    /** The instant at which the next window opens. */
    public Instant closes() {
        return opens.plus(length);
    }

    /** The window in records: its opening in ISO-8601, a slash, its length, such as {@code 2026-11-21T23:10:00Z/PT10M}. */
    public String text() {
        return opens + "/" + length;
    }
}
