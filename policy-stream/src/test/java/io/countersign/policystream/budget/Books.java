package io.countersign.policystream.budget;

import java.util.Map;

/** Balances in memory; what counts together is put together from all of them, each time anew. */
public record Books(Map<BalanceKey, Balance> balances) implements Balances {

    @Override
    public Balance of(BalanceKey key) {
        return balances.getOrDefault(key, Balance.EMPTY);
    }

    @Override
    public Period period(BalanceKey key) {
        var period = Period.empty(key.window());
        for (var entry : balances.entrySet()) {
            var other = entry.getKey();
            if (other.budget().equals(key.budget()) && key.window().countsWith(other.window())) {
                period = period.with(other.window(), entry.getValue());
            }
        }
        return period;
    }
}
