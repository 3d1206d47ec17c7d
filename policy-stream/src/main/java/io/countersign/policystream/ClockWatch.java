package io.countersign.policystream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Compares the wall clock with the monotonic one. Kafka Streams stops committing when the wall clock steps back, so a
 * process whose clock stepped is better started anew.
 */
final class ClockWatch {

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicNanos;
    private final Duration tolerated;
    private final long wallAtStart;
    private final long monotonicAtStart;

    ClockWatch(LongSupplier wallMillis, LongSupplier monotonicNanos, Duration tolerated) {
        this.wallMillis = wallMillis;
        this.monotonicNanos = monotonicNanos;
        this.tolerated = tolerated;
        this.wallAtStart = wallMillis.getAsLong();
        this.monotonicAtStart = monotonicNanos.getAsLong();
    }

    /** By how much the wall clock has stepped since the start; negative if backwards. */
    Duration step() {
        long wall = wallMillis.getAsLong() - wallAtStart;
        long monotonic =
                Duration.ofNanos(monotonicNanos.getAsLong() - monotonicAtStart).toMillis();
        return Duration.ofMillis(wall - monotonic);
    }

    boolean hasStepped() {
        return step().abs().compareTo(tolerated) > 0;
    }
}
