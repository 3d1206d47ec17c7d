package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What policy-stream says of an intent's executions, which is for the doors alone. */
final class Executions {
    private static final String MEMBER = "executions";

    private Executions() {}

    /** The latest last. */
    static List<Execution> of(ObjectNode intent) {
        var executions = new ArrayList<Execution>();
        for (var execution : intent.path(MEMBER)) {
            executions.add(execution(execution));
        }
        return executions;
    }

    /** When the latest attempt was handed over, in broker time. */
    static Optional<Instant> latestSince(ObjectNode intent) {
        var executions = intent.path(MEMBER);
        return executions.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.parse(
                        executions.path(executions.size() - 1).path("since").asText()));
    }

    /** The intent as its owner is shown it. */
    static ObjectNode without(ObjectNode intent) {
        intent.remove(MEMBER);
        return intent;
    }

    private static Execution execution(JsonNode execution) {
        return new Execution(
                execution.path("attempt").asInt(),
                execution.path("leaseHash").asText(),
                execution.path("run").asText(null),
                execution.path("chunks").isInt() ? execution.path("chunks").intValue() : null);
    }
}
