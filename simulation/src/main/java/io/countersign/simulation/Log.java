package io.countersign.simulation;

import io.countersign.simulation.oracle.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        TICKS
    }

    /**
     * A record.
     *
     * @param number among all records, from 1
     * @param at its append time, in milliseconds since the epoch
     * @param event of this intent; none in a tick
     */
    record Entry(
            long number,
            Topic topic,
            long at,
            String owner,
            String id,
            @Nullable Event event) {}

    Log() {
        for (var topic : Topic.values()) {
            unread.put(topic, new ArrayDeque<>());
        }
    }

    Entry append(Topic topic, long at, String owner, String id, @Nullable Event event) {
        entries++;
        var entry = new Entry(entries, topic, at, owner, id, event);
        topic(topic).addLast(entry);
        return entry;
    }

    /** Written by the partition itself, in the transaction that is open. */
    void write(Topic topic, long at, String owner, String id, Event event) {
        writtenSinceCommit.add(append(topic, at, owner, id, event).number());
    }

    /** Topics from which something can be read now. */
    List<Topic> readable() {
        return unread.entrySet().stream()
                .filter(entry -> peek(entry.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .toList();
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

    private Optional<Entry> peek(Deque<Entry> topic) {
        return Optional.ofNullable(topic.peekFirst()).filter(entry -> !isUncommitted(entry));
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
