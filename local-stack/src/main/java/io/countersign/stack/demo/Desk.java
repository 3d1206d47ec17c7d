package io.countersign.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reviewer at the desk, who uses its API as the pages do. */
final class Desk {

    private final JsonHttp console;

    Desk(JsonHttp console) {
        this.console = console;
    }

    /** The letter about an intent, as the list finds it; missing until the desk has it. */
    JsonNode letter(String intentId) {
        return find("q=" + intentId);
    }

    /** The newest letter that a query of the list finds. */
    JsonNode find(String query) {
        var line = console.get("/v1/letters?view=all&" + query)
                .body()
                .path("items")
                .path(0);
        return line.isMissingNode()
                ? line
                : console.get("/v1/letters/" + line.path("id").asText()).body();
    }

    /** Decides about what the reviewer saw. */
    Answer decide(JsonNode letter, String decision, String comment) {
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("decision", decision);
        review.put("expectedVersion", letter.path("version").asLong());
        review.put("digest", letter.path("digest").asText());
        review.put("comment", comment);
        return console.post("/v1/letters/" + letter.path("id").asText() + "/reviews", JsonHttp.write(review), Map.of());
    }
}
