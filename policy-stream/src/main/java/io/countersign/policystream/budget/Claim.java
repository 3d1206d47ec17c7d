package io.countersign.policystream.budget;

/**
 * What one attempt needs of one budget in one window: an upper bound, in the budget's unit, beside the limit that the
 * policy in force gives the owner.
 */
public record Claim(String budget, Unit unit, Window window, long limit, long amount) {

    public Claim {
        if (limit < 0 || amount < 0) {
            throw new IllegalArgumentException("limits and amounts are not negative: " + limit + ", " + amount);
        }
    }

    /** The balance that it would be part of. */
    BalanceKey key() {
        return new BalanceKey(budget, window);
    }

    /** The same need under another limit. */
    public Claim limitedTo(long other) {
        return new Claim(budget, unit, window, other, amount);
    }

    /** True if even an empty window could not hold it. */
    public boolean neverFits() {
        return amount > limit;
    }
}
