package io.countersign.intake.waiting;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker's one answer to a command; {@code code} says why one that was not accepted was refused. */
public record Decision(
        String requestId,
        boolean accepted,
        @Nullable String intentId,
        @Nullable String code,
        @Nullable String state,
        @Nullable Long version,
        List<StatedReason> reasons,
        List<BudgetWindow> budgets,
        @Nullable Instant opensAt) {}
