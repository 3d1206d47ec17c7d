package io.countersign.stack.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A user in person, who says what an agent's task may do. */
final class Person {

    private final JsonHttp intake;

    Person(JsonHttp intake) {
        this.intake = intake;
    }

    /**
     * Opens a session for a task that may do this, under a condition. Where the door could not wait for the broker, as on a
     * busy machine, it is asked again under the same key.
     */
    Answer opens(String action, String when) {
        var grants = List.of(Map.of("action", action, "when", when));
        var body = JsonHttp.write(Map.of("grants", grants, "ttl", "10m"));
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        return World.until(
                Duration.ofSeconds(30), () -> intake.post("/v1/sessions", body, key), answer -> answer.status() != 503);
    }
}
