package io.countersign.policystream.stream;

import io.countersign.policystream.store.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accounts of a partition's owners. A decision changes them where they lie in memory, as often as it likes; what has
 * changed is written once, at {@link #flush()}, which must come before the records of another input are taken. Like all
 * that a task keeps beside its stores, they are read anew with the task, and so never outlive a transaction that was
 * rolled back. For one thread.
 */
final class Accounts {

    /** So much is at hand of the owners seen last: a balance takes some 130 bytes of the heap. */
    static final int MOST_AT_HAND = 32_768;

    /** What an account takes beside its balances, in balances. */
    static final int EMPTY_ONE = 4;

    private final Section<String, Account> store;
    private final Map<String, Account> atHand = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Account> changed = new LinkedHashMap<>();
    private int weight;

    Accounts(Section<String, Account> store) {
        this.store = store;
    }

    /** An owner's account, to be read. */
    Account of(String owner) {
        var known = atHand.get(owner);
        if (known == null) {
            var stored = store.get(owner);
            known = stored == null ? new Account() : stored;
            atHand.put(owner, known);
            weight += weight(known);
        }
        return known;
    }

    /** An owner's account, to be changed: it will be written. */
    Account change(String owner) {
        var account = of(owner);
        if (changed.putIfAbsent(owner, account) == null) {
            weight -= weight(account);
        }
        return account;
    }

    /** Writes what was changed. */
    void flush() {
        if (changed.isEmpty()) {
            return;
        }
        changed.forEach((owner, account) -> {
            store.put(owner, account);
            weight += weight(account);
        });
        changed.clear();
        var eldest = atHand.values().iterator();
        while (weight > MOST_AT_HAND && eldest.hasNext()) {
            weight -= weight(eldest.next());
            eldest.remove();
        }
    }

    /** How many accounts are at hand. */
    int atHand() {
        return atHand.size();
    }

    private static int weight(Account account) {
        return EMPTY_ONE + account.size();
    }
}
