package io.countersign.console.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a reviewer sent, with the words that go with it; it took effect only if a change names it as its cause. */
public record Remark(
        Position position,
        Instant at,
        String reviewId,
        @Nullable String letterId,
        @Nullable String tenant,
        @Nullable String user,
        @Nullable String intentId,
        Decision decision,
        String reviewer,
        @Nullable String comment) {}
