package io.countersign.console.http;

import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Reviewer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of commands: the same click sent twice is one command, and nobody can send another's. */
final class ReviewIds {
    private ReviewIds() {}

    /** What a form carries so that its decisions can be told from later ones. */
    static String fresh() {
        return UUID.randomUUID().toString();
    }

    /** The id of that decision of that person with that key; without a key, a new one. */
    static String of(@Nullable String key, String letterId, Decision decision, Reviewer reviewer) {
        if (key == null || key.isBlank()) {
            return fresh();
        }
        var name = String.join("\n", reviewer.tenant(), reviewer.user(), letterId, decision.name(), key);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
