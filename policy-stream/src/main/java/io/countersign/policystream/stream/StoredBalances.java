package io.countersign.policystream.stream;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Balances;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Movement;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.lifecycle.Holdings;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.store.Section;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The balances of a partition's owners. They are forgotten when {@link KeptBalance} says that they may be: with the last
 * intent that had a hold in them, or, where that was forgotten while the window still counted, by a timer when nothing in
 * it counts any more. So the work is bounded by the decision's own holds, and by the timers that one tick fires.
 */
final class StoredBalances {

    /** Few windows are spent in at a time; their names are asked for again and again. */
    private static final int MOST_NAMES = 1_000;

    private final Section<String, KeptBalance> store;
    private final StoredPeriods periods;
    private final StoredTimers timers;
    private final Map<BalanceKey, String> names = new HashMap<>();

    StoredBalances(Section<String, KeptBalance> store, StoredPeriods periods, StoredTimers timers) {
        this.store = store;
        this.periods = periods;
        this.timers = timers;
    }

    /** The balances of one owner. */
    Balances of(String owner) {
        return new Balances() {
            @Override
            public Balance of(BalanceKey key) {
                return kept(owner, key).balance();
            }

            @Override
            public Period period(BalanceKey key) {
                return periods.of(owner, key);
            }
        };
    }

    /** Stores what a decision moved, and what it made of the holds that keep each balance. */
    void follow(
            String owner,
            @Nullable IntentState before,
            @Nullable IntentState after,
            List<Movement> movements,
            Instant now) {
        var more = Holdings.change(before, after);
        var moved = new LinkedHashMap<BalanceKey, Balance>();
        movements.forEach(movement -> moved.put(movement.key(), movement.after()));
        var touched = new LinkedHashSet<>(moved.keySet());
        touched.addAll(more.keySet());
        for (var key : touched) {
            var kept = kept(owner, key);
            var balance = moved.getOrDefault(key, kept.balance());
            if (key.window().rolls()) {
                periods.follow(owner, key, balance, now);
            }
            keep(owner, key, kept.after(balance, more.getOrDefault(key, 0L)), now);
        }
    }

    /** Nothing in a window counts any more: its balance goes, unless somebody has spent there since the timer was set. */
    void closed(TimerKey timer) {
        var key = storeKey(timer.owner(), timer.intentId());
        var kept = store.get(key);
        if (kept != null && kept.holds() <= 0) {
            store.delete(key);
            periods.forgotten(timer.owner(), timer.intentId(), timer.due());
        }
    }

    private void keep(String owner, BalanceKey key, KeptBalance kept, Instant now) {
        if (kept.mayBeForgotten(key.window(), now)) {
            store.delete(storeKey(owner, name(key)));
            periods.forgotten(owner, name(key), now);
            return;
        }
        store.put(storeKey(owner, name(key)), kept);
        if (kept.holds() <= 0) {
            timers.put(TimerKey.ofWindow(owner, name(key), key.window().countsUntil()));
        }
    }

    private KeptBalance kept(String owner, BalanceKey key) {
        var kept = store.get(storeKey(owner, name(key)));
        return kept == null ? KeptBalance.NONE : kept;
    }

    private static String storeKey(String owner, String name) {
        return owner + " " + name;
    }

    /** Names of budgets have no such sign, and windows no space. */
    private String name(BalanceKey key) {
        if (names.size() > MOST_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(key, of -> of.budget() + "@" + of.window().text());
    }
}
