package io.countersign.policystream.stream;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.store.Section;
import java.time.Instant;

/**
 * What counts of the rolling budgets of a partition's owners: each bucket's balance once more, as long as it counts, and
 * those of one budget together. Each goes at the latest with its last bucket's balance.
 */
final class StoredPeriods {

    private final Section<String, Period> store;

    StoredPeriods(Section<String, Period> store) {
        this.store = store;
    }

    Period of(String owner, BalanceKey key) {
        var period = store.get(name(owner, key.budget(), key.window().span().toString()));
        return period == null ? Period.empty(key.window()) : period;
    }

    /** A bucket's balance has changed; what does not count any more, now or later, is left out. */
    void follow(String owner, BalanceKey key, Balance balance, Instant now) {
        Window bucket = key.window();
        var period = of(owner, key);
        var next = period.with(bucket, balance).at(now);
        if (!next.equals(period)) {
            put(name(owner, key.budget(), bucket.span().toString()), next);
        }
    }

    /** The balance of this name has been forgotten, and what was older. */
    void forgotten(String owner, String balance, Instant now) {
        int at = balance.indexOf('@');
        var parts = balance.substring(at + 1).split("/", 3);
        if (parts.length == 3) {
            var name = name(owner, balance.substring(0, at), parts[2]);
            var period = store.get(name);
            if (period != null) {
                put(name, period.at(now));
            }
        }
    }

    private void put(String name, Period period) {
        if (period.isEmpty()) {
            store.delete(name);
        } else {
            store.put(name, period);
        }
    }

    private static String name(String owner, String budget, String span) {
        return owner + " " + budget + "@" + span;
    }
}
