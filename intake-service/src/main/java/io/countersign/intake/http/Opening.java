package io.countersign.intake.http;

import io.countersign.door.Problem;
import io.countersign.intake.channel.Frame;
import io.smallrye.mutiny.Multi;

/** What comes of asking for a stream. */
sealed interface Opening {
    record Opened(Multi<Frame> frames) implements Opening {}

    record Refused(Problem problem) implements Opening {}
}
