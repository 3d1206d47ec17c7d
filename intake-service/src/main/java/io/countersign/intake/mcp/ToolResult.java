package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a tool is answered with: words for a model, and members for a program. What was refused or has failed is an
 * error; what waits or goes on is none, and its words say that it is not done.
 *
 * @param code why it is an error; null if it is none
 */
public record ToolResult(@Nullable String code, String words, ObjectNode members) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a program is told of an intent. */
    private static final List<String> TOLD =
            List.of("id", "state", "summary", "reasons", "result", "error", "usage", "cached", "fallback");

    /** It was done; the words are its result. */
    public static ToolResult done(ObjectNode intent) {
        var result = intent.path("result");
        return new ToolResult(null, result.isTextual() ? result.textValue() : result.toString(), told(intent));
    }

    /** It waits for a person, whose business it is from here on. */
    public static ToolResult held(ObjectNode intent) {
        var why = messages(intent.path("reasons"));
        return new ToolResult(
                null,
                "Not done yet: a person has to agree" + (why.isEmpty() ? "" : " (" + why + ")") + ". "
                        + askLater(intent.path("id").asText()),
                told(intent));
    }

    /** It goes on, longer than a call waits. */
    public static ToolResult goesOn(ObjectNode intent) {
        return new ToolResult(
                null,
                "Not done yet: it is " + intent.path("state").asText() + ". "
                        + askLater(intent.path("id").asText()),
                told(intent));
    }

    /** It was refused or has failed: the code, and whatever is known of it. */
    public static ToolResult failed(String code, String message, ObjectNode known) {
        var all = messages(known.path("reasons"));
        var words = new StringBuilder(code).append(": ").append(all.isEmpty() ? message : all);
        var id = known.path("id").textValue();
        if (id != null) {
            words.append(" (id ").append(id).append(')');
        }
        var members = JSON.objectNode().put("code", code);
        members.setAll(known);
        return new ToolResult(code, words.toString(), members);
    }

    /** What is known of an intent, for {@link #failed}. */
    public static ObjectNode told(ObjectNode intent) {
        var told = JSON.objectNode();
        for (var member : TOLD) {
            if (intent.hasNonNull(member)) {
                told.set(member, intent.get(member));
            }
        }
        return told;
    }

    /** The answer to a question about an intent: all that its owner may know, as words too. */
    public static ToolResult state(ObjectNode intent) {
        return new ToolResult(null, intent.toString(), intent);
    }

    public boolean isError() {
        return code != null;
    }

    /** As the protocol has it. */
    public ObjectNode json() {
        var json = JSON.objectNode();
        json.putArray("content").addObject().put("type", "text").put("text", words);
        json.set("structuredContent", members);
        return json.put("isError", isError());
    }

    private static String askLater(String id) {
        return "Do not call it again: ask for it later with " + Tools.STATUS + " and the id " + id
                + ", or give it up with " + Tools.CANCEL + ".";
    }

    private static String messages(JsonNode reasons) {
        var messages = new LinkedHashSet<String>();
        for (var reason : reasons) {
            var message = reason.path("message").asText("");
            if (!message.isEmpty()) {
                messages.add(message);
            }
        }
        return String.join("; ", messages);
    }
}
