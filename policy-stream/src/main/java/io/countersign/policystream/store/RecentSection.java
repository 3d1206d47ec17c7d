package io.countersign.policystream.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A section whose last used values are at hand, decoded: also that there is none is a value. Everything that is put goes
 * to the store at once, so that ranges and the changelog know no difference. Like all that a task keeps beside its stores,
 * it is made anew with the task, and so never outlives a transaction that was rolled back.
 *
 * <p>Keys and values must be immutable, and keys equal if their bytes are.
 */
final class RecentSection<K, V> extends Section<K, V> {

    private final Map<K, Optional<V>> recent;

    RecentSection(Kept<K, V> kind, KeyValueStore<Bytes, byte[]> store, int most) {
        super(kind, store);
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Optional<V>> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public @Nullable V get(K key) {
        var known = recent.get(key);
        if (known == null) {
            known = Optional.ofNullable(super.get(key));
            recent.put(key, known);
        }
        return known.orElse(null);
    }

    @Override
    public void put(K key, V value) {
        super.put(key, value);
        recent.put(key, Optional.of(value));
    }

    @Override
    public void delete(K key) {
        super.delete(key);
        recent.put(key, Optional.empty());
    }
}
