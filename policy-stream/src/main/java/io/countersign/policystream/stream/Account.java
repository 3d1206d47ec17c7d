package io.countersign.policystream.stream;

import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Period;
import io.countersign.wire.RecordHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every decision about an owner needs of the owner: where the chain of events ends, how many places in line are
 * taken, and the balances of the windows that may still count. It is one record, so that a decision reads one and writes
 * one, however many budgets it books into. Changed in place; for one thread.
 */
final class Account {

    private Chain chain;
    private long waiting;
    private final List<Sheet> sheets;

    /** Of an owner that nothing was decided about. */
    Account() {
        this(new Chain(0, RecordHash.NO_PREVIOUS), 0, new ArrayList<>());
    }

    Account(Chain chain, long waiting, List<Sheet> sheets) {
        this.chain = chain;
        this.waiting = waiting;
        this.sheets = sheets;
    }

    /** The head of the owner's events. */
    Chain chain() {
        return chain;
    }

    void chain(Chain head) {
        chain = head;
    }

    /** How many places in lines for budgets the owner's intents have. */
    long waiting() {
        return waiting;
    }

    void waits(long more) {
        waiting += more;
    }

    List<Sheet> sheets() {
        return sheets;
    }

    /** The balance, if it is kept here. */
    @Nullable
    KeptBalance balance(BalanceKey key) {
        var sheet = sheet(key);
        return sheet == null ? null : sheet.balance(key.window().opens());
    }

    void put(BalanceKey key, KeptBalance balance) {
        var sheet = sheet(key);
        if (sheet == null) {
            sheet = Sheet.of(key);
            sheets.add(sheet);
        }
        sheet.put(key.window().opens(), balance);
    }

    /** What is used of a rolling budget in the buckets that are kept here. */
    Period period(BalanceKey bucket) {
        var sheet = sheet(bucket);
        return sheet == null ? Period.empty(bucket.window()) : sheet.period();
    }

    /** True if there are balances of windows that do not count any more. */
    boolean closesBy(Instant now) {
        for (var sheet : sheets) {
            if (sheet.closesBy(now)) {
                return true;
            }
        }
        return false;
    }

    /** Takes out the balances of windows that do not count any more, and returns them. */
    Map<BalanceKey, KeptBalance> takeClosed(Instant now) {
        var closed = new LinkedHashMap<BalanceKey, KeptBalance>();
        sheets.removeIf(sheet -> sheet.takeClosed(now, closed));
        return closed;
    }

    /** How many balances it has. */
    int size() {
        int size = 0;
        for (var sheet : sheets) {
            size += sheet.size();
        }
        return size;
    }

    private @Nullable Sheet sheet(BalanceKey key) {
        for (var sheet : sheets) {
            if (sheet.isOf(key)) {
                return sheet;
            }
        }
        return null;
    }
}
