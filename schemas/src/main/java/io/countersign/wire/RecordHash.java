package io.countersign.wire;

import io.countersign.contract.Sha256;
import org.apache.avro.generic.IndexedRecord;

/** Hashes of whole records, over the fields of the schema they were written with. */
public final class RecordHash {
    /** The first event of an owner follows this one. */
    public static final String NO_PREVIOUS = "0".repeat(64);

    private RecordHash() {}

    /** The hash of an {@code IntentEvent}: everything in it but the field {@code hash}. */
    public static String of(IndexedRecord event) {
        return of(RecordJson.bytesOf(event, "hash"));
    }

    /** The hash of an {@code IntentContent}: everything in it, its salt included. */
    public static String ofContent(IndexedRecord content) {
        return of(RecordJson.bytesOf(content));
    }

    private static String of(JsonBytes text) {
        return Sha256.hex(text.bytes(), text.length());
    }
}
