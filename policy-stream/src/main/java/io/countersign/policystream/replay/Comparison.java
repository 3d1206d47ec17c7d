package io.countersign.policystream.replay;

import io.countersign.v1.IntentEvent;
import io.countersign.wire.RecordHash;
import io.countersign.wire.RecordJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Tells two events apart, hash for hash and field by field. */
final class Comparison {

    private static final int LONGEST_TEXT = 160;

    private Comparison() {}

    /** True if the event is the same, and its hash is that of what it says. */
    static boolean identical(IntentEvent recorded, IntentEvent derived) {
        return derived.getHash().equals(recorded.getHash())
                && RecordHash.of(recorded).equals(recorded.getHash());
    }

    /** True if both are about the same: what the one says can be held against the other. */
    static boolean ofTheSame(IntentEvent recorded, IntentEvent derived) {
        return derived.getKind() == recorded.getKind()
                && derived.getOwner().equals(recorded.getOwner())
                && Objects.equals(derived.getIntentId(), recorded.getIntentId());
    }

    /** True if both lead to the same, by the same attempt. */
    static boolean alike(IntentEvent recorded, IntentEvent derived) {
        return Objects.equals(recorded.getTo(), derived.getTo())
                && Objects.equals(recorded.getAttempt(), derived.getAttempt());
    }

    /** True if both wait until the same time, or neither waits; records know milliseconds. */
    static boolean dueAlike(IntentEvent recorded, IntentEvent derived) {
        return Objects.equals(millis(recorded.getDueAt()), millis(derived.getDueAt()));
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    /** Every field that differs, in words; the hashes only if nothing else does. */
    static List<String> differences(IntentEvent recorded, IntentEvent derived) {
        var all = new ArrayList<String>();
        var hashes = new ArrayList<String>();
        for (var field : IntentEvent.getClassSchema().getFields()) {
            var before = text(recorded, field);
            var after = text(derived, field);
            if (!before.equals(after)) {
                boolean hash = field.name().equals("hash") || field.name().equals("previousHash");
                (hash ? hashes : all).add("%s: recorded %s, derived %s".formatted(field.name(), before, after));
            }
        }
        return all.isEmpty() ? hashes : all;
    }

    private static String text(IntentEvent event, Schema.Field field) {
        var others = IntentEvent.getClassSchema().getFields().stream()
                .map(Schema.Field::name)
                .filter(name -> !name.equals(field.name()))
                .toArray(String[]::new);
        var json = RecordJson.of(event, others);
        var value = json.equals("{}") ? "nothing" : json.substring(field.name().length() + 4, json.length() - 1);
        return value.length() > LONGEST_TEXT ? value.substring(0, LONGEST_TEXT) + "..." : value;
    }
}
