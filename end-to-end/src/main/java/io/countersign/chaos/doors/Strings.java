package io.countersign.chaos.doors;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Texts that somebody found to break something. */
final class Strings {

    private Strings() {}

    /** One on each line; or, of a file {@code *.json}, an array of them. */
    static List<String> of(Path file) throws IOException {
        return file.toString().endsWith(".json")
                ? List.of(new ObjectMapper().readValue(Files.readAllBytes(file), String[].class))
                : Files.readAllLines(file);
    }
}
