package io.countersign.stack.demo;

import java.util.List;
import java.util.Map;

/** A user in person, who says what an agent's task may do. */
final class Person {

    private final JsonHttp intake;

    Person(JsonHttp intake) {
        this.intake = intake;
    }

    /** Opens a session for a task that may do this, under a condition. */
    Answer opens(String action, String when) {
        var grants = List.of(Map.of("action", action, "when", when));
        return intake.post("/v1/sessions", JsonHttp.write(Map.of("grants", grants, "ttl", "10m")), Map.of());
    }
}
