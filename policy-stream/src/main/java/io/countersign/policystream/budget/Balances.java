package io.countersign.policystream.budget;

/** An owner's balances as they stood before a decision. */
@FunctionalInterface
public interface Balances {

    /** The balance; {@link Balance#EMPTY} if nothing has touched the window. */
    Balance of(BalanceKey key);

    /** The buckets that count while this one is current, it included; asked of rolling budgets only. */
    default Period period(BalanceKey key) {
        return Period.empty(key.window()).with(key.window(), of(key));
    }
}
