package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.lifecycle.TimerName;
import io.countersign.policystream.store.MemoryStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers fire in order and once, and what was deleted is gone through once. */
final class StoredTimersTest {

    private static final int STEPS = 5_000;
    private static final int LATEST = 500;

    private final List<Long> lookedFrom = new ArrayList<>();
    private final KeyValueStore<Bytes, byte[]> store = noting(new MemoryStore<>());
    private final PartitionState partition = new PartitionState(Deciding.PARTITION.in(store));
    private final StoredTimers timers = new StoredTimers(Deciding.TIMERS.in(store), partition);

    @Test
    void what_was_deleted_before_it_was_due_is_not_gone_through_again() {
        timers.put(timer(1_000_000));
        for (int due = 1_000; due < 2_000; due++) {
            timers.put(timer(due));
        }
        for (int due = 1_000; due < 2_000; due++) {
            timers.delete(timer(due));
        }
        timers.nextDue();
        lookedFrom.clear();

        assertThat(timers.nextDue()).isEqualTo(1_000_000);

        assertThat(lookedFrom).containsExactly(1_000_000L);
    }

    @Test
    void with_none_left_what_was_deleted_is_not_gone_through_again() {
        timers.put(timer(1_000));
        timers.delete(timer(1_000));
        assertThat(timers.nextDue()).isEqualTo(Long.MAX_VALUE);
        lookedFrom.clear();

        assertThat(timers.nextDue()).isEqualTo(Long.MAX_VALUE);

        assertThat(lookedFrom).containsExactly(Long.MAX_VALUE);
    }

    @Test
    void one_that_is_due_sooner_than_all_is_found() {
        timers.put(timer(1_000));
        assertThat(timers.nextDue()).isEqualTo(1_000);

        timers.put(timer(400));

        assertThat(timers.nextDue()).isEqualTo(400);
    }

    @Test
    void what_a_freeze_leaves_due_is_passed_over_until_it_ends() {
        timers.put(timer(10));
        timers.put(timer(90));
        timers.fire(20, 100, key -> false);
        assertThat(timers.nextDue()).isEqualTo(90);

        partition.scanFromTheStart();

        assertThat(timers.nextDue()).isEqualTo(10);
    }

    /** Beside the plainest way to keep them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_comes_the_same_ones_fire(long seed) {
        var random = new Random(seed);
        var plain = new TreeMap<Long, Boolean>();
        long now = 0;
        long passedOver = 0;
        for (int step = 0; step < STEPS; step++) {
            long due = now / 2 + random.nextInt(LATEST);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    timers.put(timer(due));
                    plain.put(due, true);
                    passedOver = Math.min(passedOver, due);
                }
                case 2, 3 -> {
                    var one = plain.ceilingKey(due);
                    if (one != null) {
                        timers.delete(timer(one));
                        plain.remove(one);
                    }
                }
                case 4 -> {
                    now += random.nextInt(LATEST / 10);
                    passedOver = fire(now, passedOver, plain, random);
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        partition.scanFromTheStart();
                        passedOver = 0;
                    }
                }
            }
            var next = plain.ceilingKey(passedOver);
            assertThat(timers.nextDue()).isEqualTo(next == null ? Long.MAX_VALUE : next);
        }
    }

    /** Fires what is due, or a few of it, or nothing because of a freeze; some that fire set others. Returns what was passed over. */
    private long fire(long now, long passedOver, TreeMap<Long, Boolean> plain, Random random) {
        boolean frozen = random.nextInt(4) == 0;
        int most = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(3);
        var due = plain.tailMap(passedOver, true).keySet().stream()
                .takeWhile(one -> one <= now)
                .toList();
        var set = new ArrayList<Long>();
        var offered = new ArrayList<Long>();
        timers.fire(now, most, key -> {
            offered.add(key.due().toEpochMilli());
            if (!frozen) {
                timers.delete(key);
                plain.remove(key.due().toEpochMilli());
            }
            long other = now / 2 + random.nextInt(LATEST);
            if (random.nextInt(3) == 0 && !plain.containsKey(other)) {
                timers.put(timer(other));
                set.add(other);
            }
            return !frozen;
        });
        int expected = frozen ? due.size() : Math.min(most, due.size());
        assertThat(offered).isEqualTo(due.subList(0, expected));
        set.forEach(one -> plain.put(one, true));
        long reached = expected < due.size() ? due.get(expected) : now + 1;
        long lowestSet = set.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
        return Math.max(Math.min(passedOver, lowestSet), Math.min(reached, lowestSet));
    }

    private static TimerKey timer(long due) {
        return new TimerKey(Instant.ofEpochMilli(due), 0, "acme/ana", "one", TimerName.WINDOW);
    }

    /**
     * The store, and from which due time on it was looked through, behind the tag of such a key; behind all of them there is only a
     * tag. As on a disk, what is put meanwhile is not met.
     */
    @SuppressWarnings("unchecked")
    private KeyValueStore<Bytes, byte[]> noting(KeyValueStore<Bytes, byte[]> store) {
        return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (self, method, given) -> {
                    if (method.getName().equals("range")) {
                        return asOfNow(store, (Bytes) given[0], (Bytes) given[1]);
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private KeyValueIterator<Bytes, byte[]> asOfNow(KeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to) {
        var key = from.get();
        lookedFrom.add(key.length == 1 ? Long.MAX_VALUE : ByteBuffer.wrap(key).getLong(1));
        var now = new MemoryStore<Bytes>();
        try (var range = store.range(from, to)) {
            range.forEachRemaining(entry -> now.put(entry.key, entry.value));
        }
        return now.all();
    }
}
