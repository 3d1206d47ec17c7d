package io.countersign.audit;

import io.countersign.audit.Break.Fault;
import io.countersign.wire.RecordHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks the hash chains of all owners, from their events in the order of their partitions. Events are read as their
 * writer wrote them, because that is what a hash covers. Not safe for use by many threads.
 */
public final class ChainAudit {

    private final IntPredicate beginsLater;
    private final Map<String, Head> heads = new HashMap<>();
    private final List<Break> breaks = new ArrayList<>();
    private long events;
    private long begunLater;

    /** Of a log that is there from its first record on. */
    public ChainAudit() {
        this(partition -> false);
    }

    /** @param beginsLater whether a partition's first records are deleted: there a chain may begin with any number */
    public ChainAudit(IntPredicate beginsLater) {
        this.beginsLater = beginsLater;
    }

    /** The next event of a partition. */
    public void event(Place place, IndexedRecord written) {
        var event = new AuditedEvent(written);
        events++;
        var head = heads.get(event.owner());
        if (head == null && beginsLater.test(place.partition()) && event.sequence() > 1) {
            begunLater++;
        } else {
            follows(head, event, place);
        }
        if (!event.computedHash().equals(event.hash())) {
            found(Fault.HASH, event, place, "the event's fields do not come to its hash");
        }
        heads.put(event.owner(), new Head(event.owner(), event.sequence(), event.hash()));
    }

    /** The next record of a partition, which is no event. */
    public void unreadable(Place place, String key, String why) {
        events++;
        breaks.add(new Break(Fault.UNREADABLE, key, 0, place, why));
    }

    /** A wrong number tells it all: of such an event the link is wrong as a matter of course. */
    private void follows(@Nullable Head head, AuditedEvent event, Place place) {
        long expected = head == null ? 1 : head.sequence() + 1;
        var previous = head == null ? RecordHash.NO_PREVIOUS : head.hash();
        if (event.sequence() != expected) {
            found(Fault.SEQUENCE, event, place, "expected was sequence " + expected);
        } else if (!event.previousHash().equals(previous)) {
            found(Fault.LINK, event, place, "the hash before is " + previous + ", not " + event.previousHash());
        }
    }

    private void found(Fault fault, AuditedEvent event, Place place, String message) {
        breaks.add(new Break(fault, event.owner(), event.sequence(), place, message));
    }

    /** In the order in which they were found. */
    public List<Break> breaks() {
        return List.copyOf(breaks);
    }

    public Heads heads() {
        return new Heads(List.copyOf(heads.values()));
    }

    /** How many records were looked at. */
    public long events() {
        return events;
    }

    /** How many chains could not be checked from their first event on. */
    public long begunLater() {
        return begunLater;
    }
}
