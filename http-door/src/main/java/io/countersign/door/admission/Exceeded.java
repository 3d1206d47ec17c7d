package io.countersign.door.admission;

import java.time.Duration;

/** Why somebody is not let in now: the limit, and when it makes sense to come again. */
public record Exceeded(RateLimit limit, Duration retryIn) {
    /** Whole ones, as headers want them: at least one. */
    public long retrySeconds() {
        return Math.max(1, RateLimit.wholeSeconds(retryIn));
    }
}
