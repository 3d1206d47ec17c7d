package io.countersign.executor.cache;

import io.countersign.protocol.ApprovedAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it was put in.
 *
 * @param user null if everybody of the tenant may get it
 * @param result JSON text, as the call said it
 * @param storedAt by the clock of the executor that put it in
 */
record StoredAnswer(
        String tenant, @Nullable String user, String action, String result, Instant storedAt, Instant expiresAt) {

    /** The action's answer, kept from now on for as long as its approval says. */
    static StoredAnswer of(ApprovedAction action, String result, Instant now) {
        var shared = CacheKey.SHARED.equals(action.cache());
        var keeps = Objects.requireNonNull(action.cacheFor(), "cacheFor");
        return new StoredAnswer(
                action.tenant(), shared ? null : action.user(), action.action(), result, now, now.plus(keeps));
    }

    /** Whether it may be given now: a time that policy has shortened counts for what was put in before, too. */
    boolean answers(ApprovedAction asked, Instant now) {
        return tenant.equals(asked.tenant())
                && (user == null || user.equals(asked.user()))
                && action.equals(asked.action())
                && now.isBefore(expiresAt)
                && age(now).compareTo(Objects.requireNonNullElse(asked.cacheFor(), Duration.ZERO)) < 0;
    }

    /** About how many bytes of memory it takes. */
    int weight() {
        return 200 + 2 * (tenant.length() + (user == null ? 0 : user.length()) + action.length() + result.length());
    }

    /** Clocks of executors differ: what seems to come from the future is new. */
    private Duration age(Instant now) {
        return now.isBefore(storedAt) ? Duration.ZERO : Duration.between(storedAt, now);
    }
}
