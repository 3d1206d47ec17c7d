package io.countersign.simulation;

import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one owner's approved intents have left behind, as the product's shell stores it. */
final class Remembered implements Memory {

    private final Map<Name, Sums> sums;
    private final Map<SessionKey, SessionMemory> sessions;

    /** All windows of a counter's one length, for one key. */
    private record Name(String counter, String key, Duration length, Duration span) {

        static Name of(CounterKey key) {
            return new Name(
                    key.counter(),
                    key.key(),
                    key.window().length(),
                    key.window().span());
        }
    }

    Remembered() {
        this(Map.of(), Map.of());
    }

    private Remembered(Map<Name, Sums> sums, Map<SessionKey, SessionMemory> sessions) {
        this.sums = new HashMap<>(sums);
        this.sessions = new HashMap<>(sessions);
    }

    Remembered copy() {
        return new Remembered(sums, sessions);
    }

    @Override
    public Sums sums(CounterKey key) {
        return sums.getOrDefault(Name.of(key), Sums.nothing(key.window()));
    }

    @Override
    public SessionMemory session(SessionKey key) {
        return sessions.getOrDefault(key, SessionMemory.NOTHING);
    }

    /** Takes in what an intent has left. */
    void take(Trace trace) {
        for (var addition : trace.additions()) {
            var key = new CounterKey(addition.counter(), addition.key(), addition.window());
            sums.put(Name.of(key), sums(key).at(trace.at()).plus(addition.window(), addition.amount()));
        }
        sessions.put(trace.session(), session(trace.session()).plus(trace));
    }

    /** Gives up what does not count any more. */
    void forget(Instant now) {
        sums.values().removeIf(kept -> kept.at(now).isEmpty());
        sessions.values().removeIf(kept -> !now.isBefore(kept.until()));
    }

    boolean isEmpty() {
        return sums.isEmpty() && sessions.isEmpty();
    }
}
