package io.countersign.policystream.stream;

import io.countersign.contract.Sha256;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.store.AtHand;
import io.countersign.policystream.store.Section;
import java.time.Instant;
import java.util.Optional;

/**
 * What approved intents of a partition's owners have left behind. Each sum and each session has one timer, at which it is
 * forgotten, or armed anew if more was added since: so the work is bounded by what an intent adds, and by the timers that one tick fires.
 */
final class StoredMemory {
    /**
     * So much is at hand of the sessions seen last: each of them counts one, and takes some 400 bytes of the heap with its
     * key, and so do its labels and actions, which take some 100 each.
     */
    static final int MOST_AT_HAND = 16_384;

    private static final String COUNTER = "counter/";
    private static final String SESSION = "session/";

    private final Section<String, Sums> counters;
    private final AtHand<String, SessionMemory> sessions;
    private final StoredTimers timers;

    StoredMemory(Section<String, Sums> counters, Section<String, SessionMemory> sessions, StoredTimers timers) {
        this.counters = counters;
        this.sessions = new AtHand<>(
                sessions,
                MOST_AT_HAND,
                memory -> memory.labels().size() + memory.counts().size());
        this.timers = timers;
    }

    /** What one owner's intents have left. */
    Memory of(String owner) {
        return new Memory() {
            @Override
            public Sums sums(CounterKey key) {
                var kept = counters.get(storeKey(owner, name(key.counter(), key.key(), key.window())));
                return kept == null ? Sums.nothing(key.window()) : kept;
            }

            @Override
            public SessionMemory session(SessionKey key) {
                var kept = sessions.get(storeKey(owner, name(key)));
                return kept == null ? SessionMemory.NOTHING : kept;
            }
        };
    }

    /** Takes in what an intent has left. */
    void take(String owner, Trace trace) {
        trace.additions().forEach(addition -> add(owner, addition, trace.at()));
        var name = name(trace.session());
        var kept = sessions.get(storeKey(owner, name));
        var after = (kept == null ? SessionMemory.NOTHING : kept).plus(trace);
        sessions.put(storeKey(owner, name), after);
        if (kept == null) {
            timers.put(TimerKey.ofMemory(owner, SESSION + name, after.until()));
        }
    }

    /** The timer of a sum or a session fires: it is forgotten, or looked at again when what has come since lapses. */
    void lapsed(TimerKey timer, Instant now) {
        var name = timer.intentId();
        var lapses = name.startsWith(SESSION)
                ? forgetSession(storeKey(timer.owner(), name.substring(SESSION.length())), now)
                : forgetSums(storeKey(timer.owner(), name.substring(COUNTER.length())), now);
        lapses.ifPresent(later -> timers.put(TimerKey.ofMemory(timer.owner(), name, later)));
    }

    private void add(String owner, Addition addition, Instant now) {
        var name = name(addition.counter(), addition.key(), addition.window());
        var kept = counters.get(storeKey(owner, name));
        var after = (kept == null ? Sums.nothing(addition.window()) : kept.at(now))
                .plus(addition.window(), addition.amount());
        counters.put(storeKey(owner, name), after);
        if (kept == null) {
            timers.put(TimerKey.ofMemory(owner, COUNTER + name, after.lapses().orElseThrow()));
        }
    }

    private Optional<Instant> forgetSums(String key, Instant now) {
        var kept = counters.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        var left = kept.at(now);
        if (left.isEmpty()) {
            counters.delete(key);
        }
        return left.lapses();
    }

    private Optional<Instant> forgetSession(String key, Instant now) {
        var kept = sessions.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        boolean forgotten = !now.isBefore(kept.until());
        if (forgotten) {
            sessions.delete(key);
        }
        return forgotten ? Optional.empty() : Optional.of(kept.until());
    }

    private static String storeKey(String owner, String name) {
        return owner + " " + name;
    }

    /** Names of counters have no such sign, and windows and hashes no space. */
    private static String name(String counter, String key, Window window) {
        var span = window.rolls()
                ? window.length() + "/" + window.span()
                : window.length().toString();
        return counter + "@" + span + "#" + key;
    }

    /** Hashed: what agents call themselves is of any length, and may have spaces. */
    private static String name(SessionKey key) {
        return (key.opened() ? "opened/" : "implicit/") + Sha256.hex(key.name());
    }
}
