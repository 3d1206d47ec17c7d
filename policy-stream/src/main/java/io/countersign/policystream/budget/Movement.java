package io.countersign.policystream.budget;

/** How one decision changed one balance. */
public record Movement(String budget, Unit unit, Window window, Balance before, Balance after) {

    /** The balance that it changed. */
    public BalanceKey key() {
        return new BalanceKey(budget, window);
    }

    Movement telling(int percent) {
        return new Movement(budget, unit, window, before, after.telling(percent));
    }
}
