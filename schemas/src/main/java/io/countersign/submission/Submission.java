package io.countersign.submission;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed request to have something done. {@code parameters} is the RFC 8785 text of a JSON object, {@code
 * inputTokens} is counted here and never claimed, {@code idempotencyKey} is null if the caller gave none.
 */
public record Submission(
        String action,
        String parameters,
        @Nullable String session,
        @Nullable String model,
        @Nullable Long maxTokens,
        long inputTokens,
        @Nullable String justification,
        boolean isPrivate,
        @Nullable Instant deadline,
        WhenOverBudget whenOverBudget,
        @Nullable String idempotencyKey)
        implements Reading {}
