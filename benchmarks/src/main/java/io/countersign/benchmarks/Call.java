package io.countersign.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * One call of a model, as a trace of a real service tells it.
 *
 * @param input tokens of the request
 * @param output tokens of the answer
 */
record Call(Instant arrival, long input, long output) {

    private static final Duration FIRST_TOKEN = Duration.ofSeconds(1);
    private static final Duration NEXT_TOKEN = Duration.ofMillis(25);

    /** Reads lines of {@code TIMESTAMP,ContextTokens,GeneratedTokens}, in UTC, below one line of headings. */
    static List<Call> read(Path trace) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(Call::read)
                    .sorted((a, b) -> a.arrival.compareTo(b.arrival))
                    .toList();
        }
    }

    private static Call read(String line) {
        var parts = line.split(",", -1);
        try {
            if (parts.length == 3) {
                return new Call(
                        Instant.parse(parts[0].strip().replace(' ', 'T') + "Z"),
                        Long.parseLong(parts[1].strip()),
                        Long.parseLong(parts[2].strip()));
            }
        } catch (DateTimeParseException | NumberFormatException notACall) {
            // told below
        }
        throw new IllegalArgumentException("not a call of a trace (time, input tokens, output tokens): " + line);
    }

    long tokens() {
        return input + output;
    }

    /** The traces do not tell it: a second to the first token, and forty tokens a second from there on. */
    Instant end() {
        return arrival.plus(FIRST_TOKEN).plus(NEXT_TOKEN.multipliedBy(output));
    }
}
