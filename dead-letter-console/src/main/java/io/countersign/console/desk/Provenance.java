package io.countersign.console.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record that a letter came from: where it lay, when it was appended, and its headers. */
public record Provenance(Position position, Instant at, List<Header> headers) {

    public Provenance {
        headers = List.copyOf(headers);
    }

    /** A record header. */
    public record Header(String name, @Nullable RawBytes value) {
        public String words() {
            return value == null ? "" : value.decoded(1000);
        }
    }
}
