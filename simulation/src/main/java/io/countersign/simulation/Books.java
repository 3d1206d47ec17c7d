package io.countersign.simulation;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Balances;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Movement;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.lifecycle.Holdings;
import io.countersign.policystream.lifecycle.IntentState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner's balances as the product's shell stores them: each by itself, and what counts of a rolling budget together. */
final class Books implements Balances {

    private final Map<BalanceKey, KeptBalance> kept;
    private final Map<Rolling, Period> periods;

    /** All buckets of a rolling budget. */
    private record Rolling(String budget, Duration span) {}

    Books() {
        this(Map.of(), Map.of());
    }

    private Books(Map<BalanceKey, KeptBalance> kept, Map<Rolling, Period> periods) {
        this.kept = new HashMap<>(kept);
        this.periods = new HashMap<>(periods);
    }

    Books copy() {
        return new Books(kept, periods);
    }

    @Override
    public Balance of(BalanceKey key) {
        return kept.getOrDefault(key, KeptBalance.NONE).balance();
    }

    @Override
    public Period period(BalanceKey key) {
        return periods.getOrDefault(name(key), Period.empty(key.window()));
    }

    boolean isEmpty() {
        return kept.isEmpty() && periods.isEmpty();
    }

    boolean has(BalanceKey key) {
        return kept.containsKey(key);
    }

    /** Stores what a decision moved, and what it made of the holds that keep each balance. */
    void follow(@Nullable IntentState before, @Nullable IntentState after, List<Movement> movements, Instant now) {
        var more = Holdings.change(before, after);
        var moved = new HashMap<BalanceKey, Balance>();
        movements.forEach(movement -> moved.put(movement.key(), movement.after()));
        var touched = new HashSet<>(moved.keySet());
        touched.addAll(more.keySet());
        for (var key : touched) {
            var balance = moved.getOrDefault(key, of(key));
            if (key.window().rolls()) {
                put(name(key), period(key).with(key.window(), balance).at(now));
            }
            keep(key, kept.getOrDefault(key, KeptBalance.NONE).after(balance, more.getOrDefault(key, 0L)), now);
        }
    }

    private void keep(BalanceKey key, KeptBalance balance, Instant now) {
        if (balance.mayBeForgotten(key.window(), now)) {
            kept.remove(key);
        } else {
            kept.put(key, balance);
        }
    }

    /** Gives up what nothing can ask for, or book into, any more. */
    void forget(Instant now) {
        kept.entrySet()
                .removeIf(
                        entry -> entry.getValue().mayBeForgotten(entry.getKey().window(), now));
        periods.replaceAll((name, period) -> period.at(now));
        periods.values().removeIf(Period::isEmpty);
    }

    private void put(Rolling name, Period period) {
        if (period.isEmpty()) {
            periods.remove(name);
        } else {
            periods.put(name, period);
        }
    }

    private static Rolling name(BalanceKey key) {
        return new Rolling(key.budget(), key.window().span());
    }
}
