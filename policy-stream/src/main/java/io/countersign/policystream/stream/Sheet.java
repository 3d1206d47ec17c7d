package io.countersign.policystream.stream;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.budget.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The balances of one budget in windows of one length, oldest first. Changed in place. */
final class Sheet {

    /** A balance beside the instant at which its window opened. */
    record Entry(Instant opens, KeptBalance kept) {}

    private final String budget;
    private final Duration length;
    private final @Nullable Duration span;
    private final List<Entry> entries;
    private @Nullable Period period;

    /** @param span the period of a rolling budget; null if its windows stand alone */
    Sheet(String budget, Duration length, @Nullable Duration span, List<Entry> entries) {
        this.budget = budget;
        this.length = length;
        this.span = span;
        this.entries = entries;
    }

    static Sheet of(BalanceKey key) {
        return new Sheet(key.budget(), key.window().length(), key.window().period(), new ArrayList<>());
    }

    String budget() {
        return budget;
    }

    Duration length() {
        return length;
    }

    @Nullable
    Duration span() {
        return span;
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isOf(BalanceKey key) {
        var window = key.window();
        return budget.equals(key.budget())
                && length.equals(window.length())
                && (span == null ? window.period() == null : span.equals(window.period()));
    }

    @Nullable
    KeptBalance balance(Instant opens) {
        int at = find(opens);
        return at < 0 ? null : entries.get(at).kept();
    }

    void put(Instant opens, KeptBalance kept) {
        int at = find(opens);
        var entry = new Entry(opens, kept);
        if (at < 0) {
            entries.add(-at - 1, entry);
        } else {
            entries.set(at, entry);
        }
        period = null;
    }

    int size() {
        return entries.size();
    }

    /** What is used in all of it, or was told there. */
    Period period() {
        if (period == null) {
            period = new Period(
                    length,
                    entries.stream()
                            .filter(entry -> counts(entry.kept().balance()))
                            .map(entry -> bucket(entry.opens(), entry.kept().balance()))
                            .toList());
        }
        return period;
    }

    /**
     * Moves what does not count any more.
     *
     * @return true if nothing is left
     */
    boolean takeClosed(Instant now, Map<BalanceKey, KeptBalance> closed) {
        while (closesBy(now)) {
            var oldest = entries.removeFirst();
            closed.put(new BalanceKey(budget, new Window(oldest.opens(), length, span)), oldest.kept());
            period = null;
        }
        return entries.isEmpty();
    }

    /** True if the oldest of its windows does not count any more. */
    boolean closesBy(Instant now) {
        return !entries.isEmpty() && !now.isBefore(new Window(entries.getFirst().opens(), length, span).countsUntil());
    }

    private static boolean counts(Balance balance) {
        return balance.used() != 0 || balance.told() != 0;
    }

    private static Period.Bucket bucket(Instant opens, Balance balance) {
        return new Period.Bucket(opens, balance.held(), balance.settled(), balance.overrun(), balance.told());
    }

    /** Where the window is, or minus one more than where it would be; the latest is asked for most. */
    private int find(Instant opens) {
        for (int at = entries.size() - 1; at >= 0; at--) {
            int order = entries.get(at).opens().compareTo(opens);
            if (order <= 0) {
                return order == 0 ? at : -at - 2;
            }
        }
        return -1;
    }
}
