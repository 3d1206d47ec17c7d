package io.countersign.protocol.execution;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which offset of one partition may be committed while its records are settled in any order: the lowest that is not
 * settled, or the one after the last taken. Not safe for use by many threads.
 */
public final class OffsetLedger {

    private final TreeSet<Long> open = new TreeSet<>();
    private long next;
    private long committed;

    /** A ledger whose next record to take is at {@code start} or later; what lies before it is committed. */
    public OffsetLedger(long start) {
        this.next = start;
        this.committed = start;
    }

    /** Notes a record that was read. */
    public void taken(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset " + offset + " was taken before, next is " + next);
        }
        open.add(offset);
        next = offset + 1;
    }

    /** Notes that a record needs no redelivery; false if it was settled before. */
    public boolean settled(long offset) {
        return open.remove(offset);
    }

    /** The offset to commit, if it is above what was committed. */
    public OptionalLong committable() {
        var lowest = open.isEmpty() ? next : open.first();
        return lowest > committed ? OptionalLong.of(lowest) : OptionalLong.empty();
    }

    /** Notes what the broker has acknowledged. */
    public void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /** True if a redelivery of this record is excluded: the acknowledged offset lies above it. */
    public boolean covers(long offset) {
        return committed > offset;
    }
}
