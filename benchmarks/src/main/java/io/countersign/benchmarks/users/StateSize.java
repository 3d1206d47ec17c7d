package io.countersign.benchmarks.users;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** Bytes of keys and values, by what they are of. */
final class StateSize {

    /** By the first byte of a key, which never changes its meaning. */
    private static final Map<Character, String> KINDS = Map.of(
            'i', "intent",
            'c', "chain",
            'b', "balance",
            'p', "period",
            'k', "counter",
            'm', "session-memory",
            't', "timer",
            's', "session",
            'o', "open-sessions",
            'n', "partition");

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

    /** What a window that something counts in takes, with what is kept of a rolling one's buckets together. */
    double bytesOfWindow() {
        return (double) sum(bytes, "balance", "period") / sum(entries, "balance");
    }

    private static long sum(Map<String, Long> counted, String... kinds) {
        return counted.entrySet().stream()
                .filter(each -> Stream.of(kinds).anyMatch(each.getKey()::startsWith))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many there are, by kind. */
    long entries(String kind) {
        return entries.getOrDefault(kind, 0L);
    }

    /** Balances and periods are told apart by their budget, where the key names it. */
    private static String kind(byte[] key) {
        char tag = (char) key[0];
        var kind = KINDS.getOrDefault(tag, "other-" + tag);
        if (tag != 'b' && tag != 'p') {
            return kind;
        }
        var text = new String(key, StandardCharsets.UTF_8);
        int from = text.lastIndexOf(' ');
        int to = text.indexOf('@', from);
        return from < 0 || to < 0 ? kind : kind + "-" + text.substring(from + 1, to);
    }
}
