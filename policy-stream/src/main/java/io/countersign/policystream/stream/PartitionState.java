package io.countersign.policystream.stream;

import io.countersign.policystream.store.Section;

/** What a partition knows of itself: its time, the last control that it adopted, and where its timers stand. */
final class PartitionState {

    private static final String NOW = "now";
    private static final String ADOPTED = "adopted";
    private static final String SCAN_FROM = "scan-from";

    /** Time is written this often: Kafka Streams keeps it to the millisecond beside what was consumed. */
    private static final long WRITTEN_EVERY = 1_000;

    private final Section<String, Long> store;
    private long now;
    private long written;
    private long adopted;
    private long scanFrom;

    PartitionState(Section<String, Long> store) {
        this.store = store;
        this.now = get(NOW, 0);
        this.written = now;
        this.adopted = get(ADOPTED, -1);
        this.scanFrom = get(SCAN_FROM, 0);
    }

    /** Broker time, in milliseconds: the highest append time that the partition has consumed. */
    long now() {
        return now;
    }

    /**
     * Time passes with the log, and never back. What is stored of it may be {@value #WRITTEN_EVERY} ms behind: whoever
     * opens a partition again tells it the highest append time that was consumed.
     */
    void consumed(long appendTime) {
        if (appendTime > now) {
            now = appendTime;
        }
        if (now - written >= WRITTEN_EVERY) {
            written = now;
            store.put(NOW, now);
        }
    }

    /** The offset of the last control that was adopted; -1 before the first. */
    long adopted() {
        return adopted;
    }

    void adopt(long offset) {
        adopted = offset;
        store.put(ADOPTED, offset);
    }

    /** The due time from which timers may still have to fire. */
    long scanFrom() {
        return scanFrom;
    }

    /** A timer is due at that time: scans must not begin behind it. */
    void scanFrom(long due) {
        if (due < scanFrom) {
            moveScan(due);
        }
    }

    /** Everything due before that time has fired, or stays due until a freeze ends. */
    void fired(long due) {
        if (due > scanFrom) {
            moveScan(due);
        }
    }

    /** A freeze has ended: what it had left due is looked at again. */
    void scanFromTheStart() {
        moveScan(0);
    }

    private void moveScan(long due) {
        scanFrom = due;
        store.put(SCAN_FROM, due);
    }

    private long get(String name, long otherwise) {
        var value = store.get(name);
        return value == null ? otherwise : value;
    }
}
