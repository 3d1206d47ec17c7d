package io.countersign.audit;

import io.countersign.wire.RecordHash;
import java.util.Objects;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** An {@code IntentEvent} as its writer wrote it, which may have been by an older or newer schema than ours. */
record AuditedEvent(IndexedRecord record) {

    String owner() {
        return text("owner");
    }

    long sequence() {
        return (long) Objects.requireNonNull(field("sequence"), "sequence");
    }

    String previousHash() {
        return text("previousHash");
    }

    String hash() {
        return text("hash");
    }

    /** What the hash ought to be. */
    String computedHash() {
        return RecordHash.of(record);
    }

    @Nullable
    String intentId() {
        return optionalText("intentId");
    }

    @Nullable
    String contentHash() {
        return optionalText("contentHash");
    }

    private String text(String name) {
        return Objects.requireNonNull(optionalText(name), name);
    }

    private @Nullable String optionalText(String name) {
        var value = field(name);
        return value == null ? null : value.toString();
    }

    private @Nullable Object field(String name) {
        var field = record.getSchema().getField(name);
        return field == null ? null : record.get(field.pos());
    }
}
