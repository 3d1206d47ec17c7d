package io.countersign.policystream.replay;

import io.countersign.contract.Limits;
import io.countersign.policystream.policy.Policy;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a backtest: decisions from {@code from} (inclusive) to {@code to} (exclusive) are compared.
 *
 * @param warmUp from when on traffic is decided, so that what it has spent is known by then
 */
public record Span(Instant warmUp, Instant from, Instant to) {

    /** How long implicit sessions remember labels, which rules and the conditions of sessions may look at. */
    private static final Duration LABELS = Duration.ofDays(1);

    public Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from %s is not before to %s".formatted(from, to));
        }
    }

    /**
     * With a warm-up of twice the longest time that anything counts, be it spent or remembered: in the first, what was
     * before is missing, so that it may approve too much; in the second, that still counts.
     */
    public static Span of(Policy policy, Instant from, Instant to) {
        var window = policy.longestWindow(from);
        var longest = window.compareTo(LABELS) < 0 ? LABELS : window;
        return new Span(from.minus(longest.multipliedBy(2)), from, to);
    }

    /** From when on it matters what was recorded: a session that counts in the warm-up was opened no earlier. */
    public Instant begin() {
        return warmUp.minus(Limits.LONGEST_SESSION);
    }

    boolean isCompared(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
