package io.countersign.policystream.replay;

import io.countersign.policystream.policy.Policy;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a backtest: decisions from {@code from} (inclusive) to {@code to} (exclusive) are compared.
 *
 * @param warmUp from when on traffic is decided, so that what it has spent is known by then
 */
public record Span(Instant warmUp, Instant from, Instant to) {

    /** How long the labels of implicit sessions last: longer than most windows. */
    private static final Duration SHORTEST_WARM_UP = Duration.ofDays(1);

    public Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from %s is not before to %s".formatted(from, to));
        }
    }

    /**
     * With a warm-up of twice the policy's longest window: in the first, what was spent before is missing, so that it
     * may approve too much; in the second, that still counts.
     */
    public static Span of(Policy policy, Instant from, Instant to) {
        var twice = policy.longestWindow(from).multipliedBy(2);
        return new Span(from.minus(twice.compareTo(SHORTEST_WARM_UP) < 0 ? SHORTEST_WARM_UP : twice), from, to);
    }

    boolean isCompared(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
