package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;

/** Windows of one length, aligned to the epoch. */
public record FixedWindow(Duration length) implements WindowRule {

    public FixedWindow {
        if (length.toMillis() <= 0) {
            throw new IllegalArgumentException("a window is at least one millisecond long, not " + length);
        }
    }

    @Override
    public Window at(Instant now) {
        long millis = length.toMillis();
        long opens = Math.floorDiv(now.toEpochMilli(), millis) * millis;
        return new Window(Instant.ofEpochMilli(opens), Duration.ofMillis(millis));
    }
}
