package io.countersign.policystream.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One budget of an owner in one window, as the last event that touched it left it.
 *
 * @param window its opening in ISO-8601, a slash, its length
 * @param limit the limit in force for that event's decision
 * @param settled overruns included
 * @param closes when the next window opens
 */
public record BudgetUse(
        String name,
        String window,
        String unit,
        long limit,
        long held,
        long settled,
        @Nullable Instant closes) {}
