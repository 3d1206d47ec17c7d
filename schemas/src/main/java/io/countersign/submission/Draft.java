package io.countersign.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for, as it was written: of the right types, and nothing else of it has been looked at.
 *
 * @param parameters as {@link io.countersign.contract.CanonicalJson} read them
 * @param idempotencyKey null if the caller gave none
 */
public record Draft(
        String action,
        ObjectNode parameters,
        @Nullable String session,
        @Nullable String model,
        @Nullable Long maxTokens,
        @Nullable String justification,
        boolean isPrivate,
        @Nullable Instant deadline,
        WhenOverBudget whenOverBudget,
        @Nullable String idempotencyKey) {}
