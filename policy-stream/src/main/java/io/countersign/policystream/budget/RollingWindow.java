package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * Buckets of a {@value Window#PRECEDING}th of a period, aligned to the epoch. The limit applies to the current bucket and
 * the {@value Window#PRECEDING} before it together: they cover every period that ends in the current bucket, so that no
 * true period exceeds the limit.
 *
 * <p>A bucket lasts whole milliseconds, and rather longer than a {@value Window#PRECEDING}th: shorter ones would not cover
 * the period.
 */
public record RollingWindow(Duration period) implements WindowRule {

    public RollingWindow {
        if (period.toMillis() <= 0) {
            throw new IllegalArgumentException("a period is at least one millisecond long, not " + period);
        }
    }

    @Override
    public Window at(Instant now) {
        long bucket = Math.ceilDiv(period.toMillis(), (long) Window.PRECEDING);
        long opens = Math.floorDiv(now.toEpochMilli(), bucket) * bucket;
        return new Window(Instant.ofEpochMilli(opens), Duration.ofMillis(bucket), period);
    }
}
