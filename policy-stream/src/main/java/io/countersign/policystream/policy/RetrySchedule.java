package io.countersign.policystream.policy;

import java.time.Duration;

/**
 * How often an idempotent action is tried, and how long to wait in between.
 *
 * @param attempts the most attempts that may begin, 1 or more
 * @param backoff the wait before the second attempt
 * @param factor by which each further wait grows, 1 or more
 * @param max the longest wait
 */
public record RetrySchedule(int attempts, Duration backoff, double factor, Duration max) {

    /** One attempt, no retry. */
    public static final RetrySchedule ONCE = new RetrySchedule(1, Duration.ofSeconds(1), 2, Duration.ofMinutes(5));

    public RetrySchedule {
        if (attempts < 1 || backoff.isNegative() || max.isNegative() || !(factor >= 1) || !Double.isFinite(factor)) {
            throw new IllegalArgumentException("not a retry schedule: " + attempts + ", " + backoff + ", " + factor);
        }
    }

    /** The longest wait after the {@code begun}-th attempt (1 or more), before jitter. */
    public Duration ceiling(int begun) {
        double millis = backoff.toMillis() * Math.pow(factor, Math.max(0, begun - 1));
        return Duration.ofMillis((long) Math.min(millis, max.toMillis()));
    }
}
