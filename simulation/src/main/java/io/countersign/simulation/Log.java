package io.countersign.simulation;

import io.countersign.simulation.oracle.Event;
import io.countersign.simulation.oracle.Happening;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one partition: each in order, none in order with another. What a transaction wrote is not read before it is
 * committed, nor what is behind it; what it read comes again if it is not.
 */
final class Log {

    private final Map<Topic, Deque<Entry>> unread = new EnumMap<>(Topic.class);
    private final List<Entry> readSinceCommit = new ArrayList<>();
    private final Set<Long> writtenSinceCommit = new HashSet<>();
    private long entries;

    enum Topic {
        SUBMITTED,
        CANCELLATIONS,
        REVIEWS,
        OUTCOMES,
        SESSIONS,
        TICKS
    }

    /**
     * A record.
     *
     * @param number among all records, from 1
     * @param at its append time, in milliseconds since the epoch
     * @param id the intent that it is about, or the session
     * @param happening none in a tick
     */
    record Entry(
            long number,
            Topic topic,
            long at,
            String owner,
            String id,
            @Nullable Happening happening) {}

    Log() {
        for (var topic : Topic.values()) {
            unread.put(topic, new ArrayDeque<>());
        }
    }

    Entry append(Topic topic, long at, String owner, String id, @Nullable Happening happening) {
        entries++;
        var entry = new Entry(entries, topic, at, owner, id, happening);
        topic(topic).addLast(entry);
        return entry;
    }

    /** Written by the partition itself, in the transaction that is open. */
    void write(Topic topic, long at, String owner, String id, Event event) {
        writtenSinceCommit.add(append(topic, at, owner, id, event).number());
    }

    /** Topics from which something can be read now. */
    List<Topic> readable() {
        var readable = new ArrayList<Topic>();
        unread.forEach((topic, records) -> {
            var next = records.peekFirst();
            if (next != null && !isUncommitted(next)) {
                readable.add(topic);
            }
        });
        return readable;
    }

    Entry read(Topic topic) {
        var next = topic(topic).removeFirst();
        readSinceCommit.add(next);
        return next;
    }

    void commit() {
        readSinceCommit.clear();
        writtenSinceCommit.clear();
    }

    void abort() {
        unread.values().forEach(topic -> topic.removeIf(this::isUncommitted));
        for (var entry : readSinceCommit.reversed()) {
            topic(entry.topic()).addFirst(entry);
        }
        commit();
    }

    private boolean isUncommitted(Entry entry) {
        return writtenSinceCommit.contains(entry.number());
    }

    private Deque<Entry> topic(Topic topic) {
        var found = unread.get(topic);
        if (found == null) {
            throw new IllegalStateException("no topic " + topic);
        }
        return found;
    }
}
