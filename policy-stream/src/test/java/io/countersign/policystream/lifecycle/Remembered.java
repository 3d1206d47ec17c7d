package io.countersign.policystream.lifecycle;

import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One owner's memory, of which nothing is ever thrown away: what does not count any more must not count by itself. */
final class Remembered implements Memory {

    private record Name(String counter, String key, Duration length, Duration span) {}

    private final Map<Name, Sums> sums = new HashMap<>();
    private final Map<SessionKey, SessionMemory> sessions = new HashMap<>();

    @Override
    public Sums sums(CounterKey key) {
        return sums.getOrDefault(name(key), Sums.nothing(key.window()));
    }

    @Override
    public SessionMemory session(SessionKey key) {
        return sessions.getOrDefault(key, SessionMemory.NOTHING);
    }

    void take(Trace trace) {
        for (var addition : trace.additions()) {
            var key = new CounterKey(addition.counter(), addition.key(), addition.window());
            sums.put(name(key), sums(key).plus(addition.window(), addition.amount()));
        }
        sessions.put(trace.session(), session(trace.session()).plus(trace));
    }

    private static Name name(CounterKey key) {
        return new Name(
                key.counter(), key.key(), key.window().length(), key.window().span());
    }
}
