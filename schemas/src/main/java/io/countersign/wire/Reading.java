package io.countersign.wire;

import org.jspecify.annotations.Nullable;

/** What came of reading a record's value. */
public sealed interface Reading<T> {
    /** The record, as its reader's schema sees it. */
    record Decoded<T>(T record) implements Reading<T> {}

    /** Bytes that are no record of that topic, now and for ever. */
    record Unreadable<T>(
            Reason reason, String message, @Nullable Exception cause) implements Reading<T> {}

    /** Why bytes are unreadable. */
    enum Reason {
        /** There is no value. */
        NULL,
        /** They do not begin with a zero byte and a schema id. */
        NO_MAGIC_BYTE,
        /** The registry knows no schema of that id, or none that is Avro. */
        UNKNOWN_SCHEMA,
        /** They are another kind of record. */
        WRONG_RECORD,
        /** The schema does not fit the bytes, or does not resolve to ours. */
        NOT_DECODABLE
    }
}
