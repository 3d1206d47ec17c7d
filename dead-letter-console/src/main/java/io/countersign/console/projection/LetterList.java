package io.countersign.console.projection;

import java.util.List;
import java.util.Optional;

/** A page of the list, and where the next one begins. */
public record LetterList(List<LetterLine> lines, Optional<Cursor> next) {
    public LetterList {
        lines = List.copyOf(lines);
    }
}
