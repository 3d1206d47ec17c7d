package io.countersign.policystream.budget;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An owner's balances in memory; every change goes through a ledger, and all of its movements are stored. */
final class Account {

    private final Map<BalanceKey, Balance> balances = new LinkedHashMap<>();
    private final Set<BalanceKey> moved = new LinkedHashSet<>();

    Balance balance(Claims budget) {
        return balances.getOrDefault(budget.key(), Balance.EMPTY);
    }

    /** Everything that counts while the budget's window is current. */
    Balance counted(Claims budget) {
        return new Ledger(new Books(balances)).counted(budget.key());
    }

    Map<BalanceKey, Balance> balances() {
        return balances;
    }

    /** What the latest decision moved. */
    Set<BalanceKey> moved() {
        return moved;
    }

    <T> T decide(Function<Ledger, T> decision) {
        var ledger = new Ledger(new Books(balances));
        var result = decision.apply(ledger);
        moved.clear();
        for (var movement : ledger.movements()) {
            var key = new BalanceKey(movement.budget(), movement.window());
            balances.put(key, movement.after());
            moved.add(key);
        }
        return result;
    }

    Reservation reserve(Claim... claims) {
        return decide(ledger -> ledger.reserve(List.of(claims), budget -> false));
    }

    /** The holds of claims that fit. */
    List<Hold> hold(Claim... claims) {
        return switch (reserve(claims)) {
            case Reservation.Placed placed -> placed.holds();
            case Reservation.Short tooShort -> throw new AssertionError("does not fit: " + tooShort.shortages());
        };
    }

    /** What was short of claims that do not fit. */
    List<Shortage> lack(Claim... claims) {
        return switch (reserve(claims)) {
            case Reservation.Placed placed -> throw new AssertionError("fits: " + placed.holds());
            case Reservation.Short tooShort -> tooShort.shortages();
        };
    }
}
