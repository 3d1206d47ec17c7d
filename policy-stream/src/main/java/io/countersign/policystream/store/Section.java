package io.countersign.policystream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The part of a task's store that keeps one kind of things. */
public final class Section<K, V> extends ReadSection<K, V> {

    private final Kept<K, V> kind;
    private final KeyValueStore<Bytes, byte[]> store;

    Section(Kept<K, V> kind, KeyValueStore<Bytes, byte[]> store) {
        super(kind, store);
        this.kind = kind;
        this.store = store;
    }

    /** The same, for one who goes through it from its first entry and deletes what is done: the only one who changes it. */
    public Agenda<K, V> agenda() {
        return new Agenda<>(this, kind);
    }

    public void put(K key, V value) {
        store.put(kind.stored(key), kind.values().write().apply(value));
    }

    /** What is not there is not deleted, and that is no error. */
    public void delete(K key) {
        // Kafka Streams' own delete would read the value first, to return it.
        store.put(kind.stored(key), null);
    }
}
