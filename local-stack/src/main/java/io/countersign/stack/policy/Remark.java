package io.countersign.stack.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A problem or a warning about a bundle.
 *
 * @param file where it is, if the server could tell
 * @param line the line in that file, from 1
 */
public record Remark(Kind kind, @Nullable Path file, int line, String message) {

    /** Whether it keeps the bundle from being used. */
    public enum Kind {
        PROBLEM,
        WARNING
    }

    static Remark of(Kind kind, JsonNode json, Path directory) {
        var file = json.path("file").asText("");
        return new Remark(
                kind,
                file.isEmpty() ? null : directory.resolve(file),
                json.path("line").asInt(),
                json.path("message").asText());
    }

    /** As compilers say it. */
    @Override
    public String toString() {
        var words = kind == Kind.WARNING ? "warning: " + message : message;
        return file == null ? words : "%s:%d: %s".formatted(file, line, words);
    }
}
