package io.countersign.policystream.lifecycle;

import io.countersign.contract.DerivedIds;
import io.countersign.policystream.policy.RetrySchedule;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: exponential with full jitter (a uniform part of the ceiling, as in
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). The jitter is derived from the intent's id, so that a
 * replay waits as long.
 */
final class Backoff {

    private Backoff() {}

    /**
     * The wait after {@code tries} tries of any kind.
     *
     * @param retryAfterMillis the wait that the backend asked for, which is honoured at least
     */
    static Duration after(RetrySchedule schedule, String id, int tries, @Nullable Long retryAfterMillis) {
        var drawn = schedule.ceiling(tries).toMillis() * part(id, tries);
        long asked =
                retryAfterMillis == null ? 0 : Math.max(0, Math.min(retryAfterMillis, IntentState.PATIENCE.toMillis()));
        return Duration.ofMillis(Math.max((long) drawn, asked));
    }

    private static double part(String id, int tries) {
        var random = UUID.fromString(DerivedIds.of("jitter", id, Integer.toString(tries)));
        return (random.getLeastSignificantBits() & ((1L << 53) - 1)) * 0x1.0p-53;
    }
}
