package io.countersign.policystream.budget;

/** An owner's balances as they stood before a decision. */
@FunctionalInterface
public interface Balances {

    /** The balance; {@link Balance#EMPTY} if nothing has touched the window. */
    Balance of(BalanceKey key);
}
