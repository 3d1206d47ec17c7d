package io.countersign.policystream.store;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory, of nobody's task: sorted as those on disk are, and gone with the process. */
public final class MemoryStore<K extends Comparable<? super K>> implements KeyValueStore<K, byte[]> {

    private final NavigableMap<K, byte[]> entries = new ConcurrentSkipListMap<>();

    @Override
    public byte @Nullable [] get(K key) {
        return entries.get(key);
    }

    @Override
    public void put(K key, byte @Nullable [] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(K key, byte[] value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<K, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(K key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<K, byte[]> range(@Nullable K from, @Nullable K to) {
        var low = from == null ? entries : entries.tailMap(from, true);
        return new Entries<>(
                (to == null ? low : low.headMap(to, true)).entrySet().iterator());
    }

    @Override
    public KeyValueIterator<K, byte[]> all() {
        return range(null, null);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new IllegalStateException("belongs to no task");
    }

    @Override
    public void close() {
        entries.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static final class Entries<K> implements KeyValueIterator<K, byte[]> {

        private final Iterator<Map.Entry<K, byte[]>> entries;
        private Map.@Nullable Entry<K, byte[]> ahead;

        Entries(Iterator<Map.Entry<K, byte[]>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return ahead != null || entries.hasNext();
        }

        @Override
        public KeyValue<K, byte[]> next() {
            var next = peek();
            ahead = null;
            return KeyValue.pair(next.getKey(), next.getValue());
        }

        @Override
        public K peekNextKey() {
            return peek().getKey();
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        private Map.Entry<K, byte[]> peek() {
            if (ahead == null) {
                ahead = entries.next();
            }
            return ahead;
        }
    }
}
