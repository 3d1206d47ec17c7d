package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an executor is asked what became of an attempt.
 *
 * @param until when it is asked no longer, and a person must look
 * @param next when it is asked again; none once a person must look
 * @param asked how often it was asked
 * @param answered how often it answered without telling, as far as that was noted
 * @param fault what it said last
 */
public record Probing(
        Instant until,
        @Nullable Instant next,
        int asked,
        int answered,
        @Nullable Fault fault) {

    /** Only the waits count: 1 s, 2 s, 4 s and so on, 5 min at most. */
    private static final RetrySchedule WAITS =
            new RetrySchedule(Integer.MAX_VALUE, Duration.ofSeconds(1), 2, Duration.ofMinutes(5));

    /** It is asked for the first time, now. */
    static Probing begun(Instant now, Duration span, @Nullable Fault fault) {
        return new Probing(now.plus(span), null, 0, 0, fault).askedOnce(now);
    }

    /** It is asked once more. */
    Probing askedOnce(Instant now) {
        var again = now.plus(WAITS.ceiling(asked + 1));
        return new Probing(until, again.isBefore(until) ? again : until, asked + 1, answered, fault);
    }

    /** A person is asked now. */
    Probing over() {
        return new Probing(until, null, asked, answered, fault);
    }

    /** It has answered that it cannot tell. */
    Probing undecided(@Nullable Fault why) {
        return new Probing(until, next, asked, answered + 1, why);
    }

    /** The attempt itself reported at last that it cannot tell. */
    Probing saying(@Nullable Fault why) {
        return new Probing(until, next, asked, answered, why);
    }

    boolean isOver() {
        return next == null;
    }
}
