package io.countersign.console.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a letter's history: what happened, who did it, why, and what they said. */
public record TimelineEntry(
        Instant at,
        String title,
        State state,
        String actor,
        long version,
        List<Finding> findings,
        @Nullable Integer attempt,
        @Nullable String comment,
        Change change) {

    public TimelineEntry {
        findings = List.copyOf(findings);
    }
}
