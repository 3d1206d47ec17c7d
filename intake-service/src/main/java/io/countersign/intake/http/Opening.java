package io.countersign.intake.http;

import io.countersign.door.Problem;
import io.countersign.intake.channel.Frame;
import io.smallrye.mutiny.Multi;

/** What comes of asking for a stream. */
sealed interface Opening {
    /** @param leave to be called when the client has left, whether or not it has read anything */
    record Opened(Multi<Frame> frames, Runnable leave) implements Opening {}

    record Refused(Problem problem) implements Opening {}
}
