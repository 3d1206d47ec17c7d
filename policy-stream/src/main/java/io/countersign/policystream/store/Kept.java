package io.countersign.policystream.store;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * One kind of things that a store keeps.
 *
 * @param tag tells it from the store's other kinds, for ever
 */
public record Kept<K, V>(char tag, Codec<K> keys, Codec<V> values) {

    public Kept {
        if (tag >= 128) {
            throw new IllegalArgumentException("a tag is one byte");
        }
    }

    /** The physical store that takes sections. Its name is also that of its changelog: public once deployed. */
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Its section of a task's store. */
    public Section<K, V> in(KeyValueStore<Bytes, byte[]> store) {
        return new Section<>(this, store);
    }

    /** Its section of a store that is only asked. */
    public ReadSection<K, V> asked(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return new ReadSection<>(this, store);
    }

    Bytes stored(K key) {
        var written = keys.write().apply(key);
        var bytes = new byte[written.length + 1];
        bytes[0] = (byte) tag;
        System.arraycopy(written, 0, bytes, 1, written.length);
        return Bytes.wrap(bytes);
    }

    K key(Bytes stored) {
        var bytes = stored.get();
        var written = new byte[bytes.length - 1];
        System.arraycopy(bytes, 1, written, 0, written.length);
        return keys.read().apply(written);
    }

    /** Before all of its keys. */
    Bytes first() {
        return Bytes.wrap(new byte[] {(byte) tag});
    }

    /** Behind all of its keys: the first of the next tag, which no section has, since every key is longer than its tag. */
    Bytes last() {
        return Bytes.wrap(new byte[] {(byte) (tag + 1)});
    }
}
