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
public record Remark(@Nullable Path file, int line, String message) {

    static Remark of(JsonNode json, Path directory) {
        var file = json.path("file").asText("");
        return new Remark(
                file.isEmpty() ? null : directory.resolve(file),
                json.path("line").asInt(),
                json.path("message").asText());
    }

    /** As compilers say it. */
    @Override
    public String toString() {
        return file == null ? message : "%s:%d: %s".formatted(file, line, message);
    }
}
