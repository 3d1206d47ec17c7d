package io.countersign.benchmarks.users;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** Bytes of keys and values, by what they are of. */
final class StateSize {

    /** By the first byte of a key, which never changes its meaning. */
    private static final Map<Character, String> KINDS = Map.of(
            'a', "account",
            'b', "balance-of-closed-window",
            'd', "letter",
            'i', "intent",
            'k', "counter",
            'm', "session-memory",
            'n', "partition",
            'o', "open-sessions",
            's', "session",
            't', "timer");

    private final Map<String, Long> bytes = new HashMap<>();
    private final Map<String, Long> entries = new HashMap<>();

    void add(KeyValue<Bytes, byte[]> kept) {
        var kind = kind(kept.key.get());
        bytes.merge(kind, (long) kept.key.get().length + kept.value.length, Long::sum);
        entries.merge(kind, 1L, Long::sum);
    }

    /** All of it, in bytes. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** In bytes, ordered by name. */
    SortedMap<String, Long> byKind() {
        return new TreeMap<>(bytes);
    }

    /** How many there are, by kind. */
    long entries(String kind) {
        return entries.getOrDefault(kind, 0L);
    }

    private static String kind(byte[] key) {
        char tag = (char) key[0];
        return KINDS.getOrDefault(tag, "other-" + tag);
    }
}
