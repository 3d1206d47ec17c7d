package io.countersign.policystream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** The part of a store that keeps one kind of things, to be read. */
public class ReadSection<K, V> {

    private final Kept<K, V> kind;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

    ReadSection(Kept<K, V> kind, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        this.kind = kind;
        this.store = store;
    }

    public @Nullable V get(K key) {
        var bytes = store.get(kind.stored(key));
        return bytes == null ? null : kind.values().read().apply(bytes);
    }

    /** What lies between two keys, both included, in the order of the keys' bytes; to be closed. */
    public final KeyValueIterator<K, V> range(K from, K to) {
        return new Decoded(store.range(kind.stored(from), kind.stored(to)));
    }

    /** What lies from a key on, in the order of the keys' bytes; to be closed. */
    public final KeyValueIterator<K, V> from(K key) {
        return fromStored(kind.stored(key));
    }

    final KeyValueIterator<K, V> fromStored(Bytes stored) {
        return new Decoded(store.range(stored, kind.last()));
    }

    /** Everything, in the order of the keys' bytes; to be closed. */
    public final KeyValueIterator<K, V> all() {
        return new Decoded(store.range(kind.first(), kind.last()));
    }

    private final class Decoded implements KeyValueIterator<K, V> {

        private final KeyValueIterator<Bytes, byte[]> stored;

        Decoded(KeyValueIterator<Bytes, byte[]> stored) {
            this.stored = stored;
        }

        @Override
        public boolean hasNext() {
            return stored.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            var next = stored.next();
            return KeyValue.pair(kind.key(next.key), kind.values().read().apply(next.value));
        }

        @Override
        public K peekNextKey() {
            return kind.key(stored.peekNextKey());
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
