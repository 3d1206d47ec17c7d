package io.countersign.simulation.oracle;

import io.countersign.simulation.house.BudgetTerms;
import io.countersign.simulation.house.Opinion;
import io.countersign.simulation.house.Span;

/**
 * One attempt's part of one budget, from its placement on.
 *
 * @param placedAt in milliseconds since the epoch
 * @param limit that it was placed under
 */
public record Booking(
        String budget,
        BudgetTerms.Unit unit,
        Span span,
        long placedAt,
        long limit,
        long amount,
        long settled,
        long overrun,
        boolean open) {

    static Booking of(Opinion.Need need, long now) {
        return new Booking(need.budget(), need.unit(), need.span(), now, need.limit(), need.amount(), 0, 0, true);
    }

    /** What it holds. */
    public long held() {
        return open ? amount : 0;
    }

    long counts() {
        return held() + settled;
    }

    /** With what was used in the end; what exceeds what it still covers is an overrun. */
    Booking closed(long used) {
        long covered = open ? amount : settled - overrun;
        return new Booking(
                budget, unit, span, placedAt, limit, amount, used, used > covered ? used - covered : 0, false);
    }

    boolean liesIn(String otherBudget, Span otherSpan) {
        return budget.equals(otherBudget) && span.equals(otherSpan);
    }
}
