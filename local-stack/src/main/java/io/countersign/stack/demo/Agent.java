package io.countersign.stack.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** An agent that acts for a user: it hands intents to intake-service and asks what became of them. */
final class Agent {

    private final JsonHttp intake;

    Agent(JsonHttp intake) {
        this.intake = intake;
    }

    /** Waits for the decision. */
    Answer ask(String action, String parameters) {
        return ask(action, parameters, Map.of(), Map.of());
    }

    /** Waits for the end, for so many seconds at most. */
    Answer askAndWait(String action, String parameters, int seconds) {
        return ask(action, parameters, Map.of(), Map.of("Prefer", "wait=" + seconds));
    }

    /**
     * Where the door could not wait until the decision, as on a busy machine, it is asked again under the same key.
     *
     * @param more further fields of the intent
     * @param headers such as {@code Prefer} and {@code Idempotency-Key}
     */
    Answer ask(String action, String parameters, Map<String, Object> more, Map<String, String> headers) {
        var intent = new LinkedHashMap<String, Object>();
        intent.put("action", action);
        intent.put("parameters", new Raw(parameters));
        intent.putAll(more);
        var keyed = new LinkedHashMap<>(headers);
        keyed.putIfAbsent("Idempotency-Key", UUID.randomUUID().toString());
        return World.until(
                Duration.ofSeconds(30),
                () -> intake.post("/v1/intents", JsonHttp.write(intent), keyed),
                answer -> !answer.text("state").equals("SUBMITTED"));
    }

    Answer intent(String id) {
        return intake.get("/v1/intents/" + id);
    }

    /** JSON that is sent as it is written, so that 250 and 250.0 stay different texts. */
    private record Raw(
            @com.fasterxml.jackson.annotation.JsonValue @com.fasterxml.jackson.annotation.JsonRawValue
            String json) {}
}
