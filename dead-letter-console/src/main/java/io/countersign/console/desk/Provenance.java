package io.countersign.console.desk;

import io.countersign.contract.Headers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record that a letter came from: where it lay, when it was appended, and its headers. */
public record Provenance(Position position, Instant at, List<Header> headers) {

    public Provenance {
        headers = List.copyOf(headers);
    }

    /** How often reviewers have put this record back already. */
    public int hops() {
        return headers.stream()
                .filter(header -> header.name().equals(Headers.HOPS))
                .map(header -> header.words().strip())
                .filter(words -> words.matches("[0-9]{1,3}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /** A record header. */
    public record Header(String name, @Nullable RawBytes value) {
        public String words() {
            return value == null ? "" : value.decoded(1000);
        }
    }
}
