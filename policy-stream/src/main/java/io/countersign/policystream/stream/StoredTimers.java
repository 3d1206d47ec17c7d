package io.countersign.policystream.stream;

import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.store.Agenda;
import io.countersign.policystream.store.Section;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/**
 * The partition's timers. They follow from the intents' states: whatever a decision changes about them is the difference
 * between those of the state before and of the state after.
 */
final class StoredTimers {

    private static final byte[] NOTHING = new byte[0];

    private final Agenda<byte[], byte[]> store;
    private final PartitionState partition;
    private long lowestPut = Long.MAX_VALUE;

    StoredTimers(Section<byte[], byte[]> store, PartitionState partition) {
        this.store = store.agenda();
        this.partition = partition;
    }

    void follow(String owner, String intentId, @Nullable IntentState before, @Nullable IntentState after) {
        var then = keys(owner, intentId, before);
        var now = keys(owner, intentId, after);
        for (var key : then) {
            if (!now.contains(key)) {
                store.delete(key.bytes());
            }
        }
        for (var key : now) {
            if (!then.contains(key)) {
                put(key);
            }
        }
    }

    void put(TimerKey key) {
        long due = key.due().toEpochMilli();
        store.put(key.bytes(), NOTHING);
        lowestPut = Math.min(lowestPut, due);
        partition.scanFrom(due);
    }

    void delete(TimerKey key) {
        store.delete(key.bytes());
    }

    /**
     * Offers the timers that are due, in order, until {@code most} of them have fired. Those that do not fire, because of
     * a freeze, stay due and are passed over until {@link PartitionState#scanFromTheStart()}.
     */
    void fire(long now, int most, Predicate<TimerKey> fires) {
        int fired = 0;
        lowestPut = Long.MAX_VALUE;
        try (var timers = fromTheFirst()) {
            while (timers.hasNext()) {
                var key = TimerKey.read(timers.next().key);
                long due = key.due().toEpochMilli();
                if (due > now || fired == most) {
                    partition.fired(Math.min(Math.min(due, now + 1), lowestPut));
                    return;
                }
                if (fires.test(key)) {
                    fired++;
                }
            }
        }
        partition.fired(Math.min(now + 1, lowestPut));
    }

    /** When the next timer is due, in milliseconds since the epoch; {@link Long#MAX_VALUE} if there is none. */
    long nextDue() {
        try (var timers = fromTheFirst()) {
            return timers.hasNext() ? TimerKey.read(timers.peekNextKey()).due().toEpochMilli() : Long.MAX_VALUE;
        }
    }

    /** Those that may be due, in order. */
    private KeyValueIterator<byte[], byte[]> fromTheFirst() {
        return store.from(TimerKey.from(partition.scanFrom()));
    }

    private static Set<TimerKey> keys(String owner, String intentId, @Nullable IntentState state) {
        var keys = new HashSet<TimerKey>();
        if (state != null) {
            long place = state.ticket().map(IntentState.Ticket::number).orElse(0L);
            state.timers().forEach(timer -> keys.add(TimerKey.of(owner, intentId, place, timer)));
        }
        return keys;
    }
}
