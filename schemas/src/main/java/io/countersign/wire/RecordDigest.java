package io.countersign.wire;

import io.countersign.contract.IntentDigest;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Intent;
import io.countersign.v1.LetterIntent;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The digest of the intent in a record. */
public final class RecordDigest {
    private RecordDigest() {}

    public static String of(Intent intent) {
        return digest(intent);
    }

    /** What {@link ApprovedIntent#getDigest()} has to say. */
    public static String of(ApprovedIntent approved) {
        return digest(approved);
    }

    public static String of(LetterIntent intent) {
        return digest(intent);
    }

    /** These records name alike what the digest is over. */
    private static String digest(SpecificRecord intent) {
        return IntentDigest.of(
                needed(intent, "action"),
                needed(intent, "agent"),
                (Long) field(intent, "maxTokens"),
                (String) field(intent, "model"),
                needed(intent, "parameters"),
                Boolean.TRUE.equals(field(intent, "private")),
                (String) field(intent, "session"),
                needed(intent, "tenant"),
                needed(intent, "user"));
    }

    private static String needed(SpecificRecord record, String name) {
        return (String) Objects.requireNonNull(field(record, name), name);
    }

    private static @Nullable Object field(SpecificRecord record, String name) {
        return record.get(record.getSchema().getField(name).pos());
    }
}
