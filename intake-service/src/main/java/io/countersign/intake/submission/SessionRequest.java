package io.countersign.intake.submission;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request to open a session; {@code agent} is null if any agent of the user may use it, {@code
 * idempotencyKey} if the caller gave none.
 */
public record SessionRequest(
        List<Granted> grants,
        @Nullable String agent,
        Duration ttl,
        @Nullable String idempotencyKey) implements SessionReading {

    public SessionRequest {
        grants = List.copyOf(grants);
    }

    /** One action that it grants, by name or glob, under a condition if there is one. */
    public record Granted(String action, @Nullable String when) {}
}
