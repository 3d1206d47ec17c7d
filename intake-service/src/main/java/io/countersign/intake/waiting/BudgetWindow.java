package io.countersign.intake.waiting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A budget as a decision left it: {@code left} may be below 0 after an overrun; {@code window} is its opening instant, a
 * slash and its length, both in ISO 8601.
 */
public record BudgetWindow(
        String name,
        String unit,
        String window,
        long limit,
        long left,
        @Nullable Instant opensAt) {}
