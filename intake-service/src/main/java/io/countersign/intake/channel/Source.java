package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where a channel's intents come from, on behalf of one caller. */
public interface Source {
    /**
     * The caller's intent of that id at that version or a later one, or, without a version, with all that was committed
     * when it was asked for; with its executions. Empty if the caller has none of that id.
     *
     * @throws IOException if it cannot be told
     */
    Optional<ObjectNode> intent(String id, long minVersion) throws IOException, InterruptedException;

    /** How long the caller may still be shown anything. */
    Duration left();
}
