package io.countersign.intake.http;

import io.countersign.door.Problem;
import io.smallrye.mutiny.Multi;

/** What comes of asking for a stream. */
sealed interface Opening {
    record Opened(Multi<StreamEvent> events) implements Opening {}

    record Refused(Problem problem) implements Opening {}
}
