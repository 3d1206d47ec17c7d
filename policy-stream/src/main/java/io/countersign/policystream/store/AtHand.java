package io.countersign.policystream.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A section of which the values that were used last are at hand, decoded: what every decision about an owner needs is asked
 * for again soon. Whatever is put or deleted goes to the store at once. Like all that a task keeps beside its stores it is
 * read anew with the task, and so never outlives a transaction that was rolled back. For one thread, and for values that
 * nobody changes in place.
 */
public final class AtHand<K, V> {

    /** What is known of a key, which may be that there is nothing. */
    private record Known<V>(@Nullable V value, int weight) {}

    private final Section<K, V> store;
    private final int most;
    private final ToIntFunction<V> weights;
    private final Map<K, Known<V>> known = new LinkedHashMap<>(16, 0.75f, true);
    private int weight;

    /**
     * @param most how much is kept at hand, in the unit of the weights
     * @param weights how much a value counts, beside its key, which counts one
     */
    public AtHand(Section<K, V> store, int most, ToIntFunction<V> weights) {
        this.store = store;
        this.most = most;
        this.weights = weights;
    }

    public @Nullable V get(K key) {
        var at = known.get(key);
        if (at != null) {
            return at.value();
        }
        var value = store.get(key);
        keep(key, value);
        return value;
    }

    public void put(K key, V value) {
        store.put(key, value);
        keep(key, value);
    }

    public void delete(K key) {
        store.delete(key);
        keep(key, null);
    }

    /** How many keys it knows about. */
    int size() {
        return known.size();
    }

    private void keep(K key, @Nullable V value) {
        var now = new Known<>(value, value == null ? 1 : 1 + weights.applyAsInt(value));
        var before = known.put(key, now);
        weight += now.weight() - (before == null ? 0 : before.weight());
        var eldest = known.values().iterator();
        while (weight > most && eldest.hasNext()) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }
}
