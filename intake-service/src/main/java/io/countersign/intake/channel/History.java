package io.countersign.intake.channel;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What was written before now. Its methods block; an {@link IOException} means that the broker does not answer. */
public interface History {
    /**
     * Some of an owner's entries, in order.
     *
     * @param next where the next page begins, always further than this one: every entry of that owner before it is in this
     *     page, or was in one before
     * @param gone true if the log no longer had what was asked for, and the page begins later
     */
    record Page(List<Entry> entries, long next, boolean gone) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The next entries of an owner from one offset on.
     *
     * @param until where to stop at the latest, exclusive
     */
    Page read(Log log, String ownerKey, long from, long until) throws IOException, InterruptedException;

    /** The offset that the next record of the owner's partition will have at the least. */
    long end(Log log, String ownerKey) throws IOException, InterruptedException;

    /** The offset of the first record of the owner's partition that was appended then or later. */
    long since(Log log, String ownerKey, Instant time) throws IOException, InterruptedException;
}
