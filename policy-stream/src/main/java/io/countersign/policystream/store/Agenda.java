package io.countersign.policystream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * A section of which the first entries are looked for again and again, and deleted. A store that has what was deleted still to
 * clear away goes through all of it, so nobody looks twice where there was nothing, unless something was put there since.
 * Whatever is put into the section or deleted from it goes through this.
 */
public final class Agenda<K, V> {

    private final Section<K, V> section;
    private final Kept<K, V> kind;
    /** No key lies from the first of these on and before the second. */
    private Bytes emptyFrom;

    private Bytes emptyUntil;

    Agenda(Section<K, V> section, Kept<K, V> kind) {
        this.section = section;
        this.kind = kind;
        this.emptyFrom = kind.first();
        this.emptyUntil = emptyFrom;
    }

    public void put(K key, V value) {
        section.put(key, value);
        var stored = kind.stored(key);
        if (stored.compareTo(emptyFrom) >= 0 && stored.compareTo(emptyUntil) < 0) {
            emptyUntil = stored;
        }
    }

    /** What is not there is not deleted, and that is no error. */
    public void delete(K key) {
        section.delete(key);
    }

    /** What lies from a key on, in the order of the keys' bytes; to be closed. */
    public KeyValueIterator<K, V> from(K key) {
        var from = kind.stored(key);
        if (from.compareTo(emptyFrom) < 0 || from.compareTo(emptyUntil) > 0) {
            emptyFrom = from;
            emptyUntil = from;
        }
        var entries = section.fromStored(emptyUntil);
        emptyUntil = entries.hasNext() ? kind.stored(entries.peekNextKey()) : kind.last();
        return entries;
    }
}
