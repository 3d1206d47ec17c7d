package io.countersign.audit;

/**
 * Something in the log that is not as it was written.
 *
 * @param owner whose chain it is, as far as the record tells
 * @param sequence the event's number in that chain; 0 where it cannot be told
 */
public record Break(Fault fault, String owner, long sequence, Place place, String message) {

    /** What kind of break it is. */
    public enum Fault {
        /** The record does not decode as its writer's schema says. */
        UNREADABLE,
        /** The event is not the next of its owner: one is missing, doubled or out of its turn. */
        SEQUENCE,
        /** The event names another hash as the one before. */
        LINK,
        /** The event's fields do not come to its hash. */
        HASH,
        /** A content is not what an event of its intent names, or not what the latest names. */
        CONTENT
    }

    @Override
    public String toString() {
        return "%s %s, sequence %s: %s (%s)"
                .formatted(fault, owner, sequence == 0 ? "unknown" : sequence, message, place);
    }
}
