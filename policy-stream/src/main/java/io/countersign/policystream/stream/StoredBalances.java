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
 * The balances of a partition's owners. Those of windows that may still count lie in the owner's {@link Account}; when
 * their window has closed, the next booking moves those that a remembered intent has a hold in to a record of their own,
 * where late truth finds them. They are forgotten when {@link KeptBalance} says that they may be: with the last intent
 * that had a hold in them, or, where that was forgotten while the window still counted, by a timer when nothing in it
 * counts any more. So the work is bounded by the decision's own holds, and by the timers that one tick fires.
 */
final class StoredBalances {

    /** Few windows are spent in at a time; their names are asked for again and again. */
    private static final int MOST_NAMES = 1_000;

    private final Accounts accounts;
    private final Section<String, KeptBalance> closed;
    private final StoredTimers timers;
    private final Map<BalanceKey, String> names = new HashMap<>();

    /** @param closed those of closed windows */
    StoredBalances(Accounts accounts, Section<String, KeptBalance> closed, StoredTimers timers) {
        this.accounts = accounts;
        this.closed = closed;
        this.timers = timers;
    }

    /** The balances of one owner. */
    Balances of(String owner, Instant now) {
        return new Balances() {
            @Override
            public Balance of(BalanceKey key) {
                return kept(owner, key, now).balance();
            }

            @Override
            public Period period(BalanceKey key) {
                return accounts.of(owner).period(key);
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
        if (touched.isEmpty()) {
            return;
        }
        for (var key : touched) {
            var kept = kept(owner, key, now);
            var balance = moved.getOrDefault(key, kept.balance());
            keep(owner, key, kept.after(balance, more.getOrDefault(key, 0L)), now);
        }
        moveClosed(owner, now);
    }

    /** Nothing in a window counts any more: its balance goes, unless somebody has spent there since the timer was set. */
    void closed(TimerKey timer, Instant now) {
        moveClosed(timer.owner(), now);
    }

    /** Only holds that can still be settled keep what does not count any more. */
    private void moveClosed(String owner, Instant now) {
        if (accounts.of(owner).closesBy(now)) {
            accounts.change(owner).takeClosed(now).forEach((key, kept) -> {
                if (!kept.mayBeForgotten(key.window(), now)) {
                    closed.put(storeKey(owner, key), kept);
                }
            });
        }
    }

    private void keep(String owner, BalanceKey key, KeptBalance kept, Instant now) {
        boolean counts = now.isBefore(key.window().countsUntil());
        if (counts || accounts.of(owner).balance(key) != null) {
            accounts.change(owner).put(key, kept);
            if (counts && kept.holds() <= 0) {
                timers.put(TimerKey.ofWindow(owner, name(key), key.window().countsUntil()));
            }
        } else if (kept.mayBeForgotten(key.window(), now)) {
            closed.delete(storeKey(owner, key));
        } else {
            closed.put(storeKey(owner, key), kept);
        }
    }

    private KeptBalance kept(String owner, BalanceKey key, Instant now) {
        var kept = accounts.of(owner).balance(key);
        if (kept == null && !now.isBefore(key.window().countsUntil())) {
            kept = closed.get(storeKey(owner, key));
        }
        return kept == null ? KeptBalance.NONE : kept;
    }

    private String storeKey(String owner, BalanceKey key) {
        return owner + " " + name(key);
    }

    /** Names of budgets have no such sign, and windows no space. */
    private String name(BalanceKey key) {
        if (names.size() > MOST_NAMES) {
            names.clear();
        }
        return names.computeIfAbsent(key, of -> of.budget() + "@" + of.window().text());
    }
}
