package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.ActionName;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Actions as tools. A tool's name is the action's with underscores for dots, because models' APIs allow no dots in the names
 * of functions; no action's name has an underscore, so each tool is one action.
 */
public final class Tools {
    /** Asks what became of an intent. */
    public static final String STATUS = "countersign_status";

    /** Ends an intent early. */
    public static final String CANCEL = "countersign_cancel";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Tools() {}

    /** The action behind a tool's name; empty if no action has such a one. */
    public static Optional<String> action(String tool) {
        var action = tool.replace('_', '.');
        return ActionName.isValid(action) && !tool.contains(".") ? Optional.of(action) : Optional.empty();
    }

    /** The tools of a caller who may use these actions, the door's own behind them. */
    public static ArrayNode of(JsonNode actions) {
        var tools = JSON.arrayNode();
        for (var action : actions) {
            var name = ActionName.asToolName(action.path("name").asText());
            // An action of that name can be asked for at the other doors only.
            if (!name.equals(STATUS) && !name.equals(CANCEL)) {
                tools.add(tool(name, action));
            }
        }
        tools.add(ours(
                STATUS,
                "What became of an action",
                "Tells the state of an action that was called before, with its result, its error, or the reasons why it"
                        + " waits or was refused.",
                hints(true, false, true).put("openWorldHint", false)));
        tools.add(ours(
                CANCEL,
                "Cancel an action",
                "Ends an action that was called before and has not ended, such as one that waits for a person.",
                hints(false, false, true).put("openWorldHint", false)));
        return tools;
    }

    private static ObjectNode tool(String name, JsonNode action) {
        var tool = JSON.objectNode().put("name", name);
        var title = action.path("title").asText(name);
        tool.put("title", title).put("description", description(title, action));
        tool.set("inputSchema", schema(action.path("parameters")));
        tool.set("annotations", hints(action.path("effect").asText()).put("title", title));
        return tool;
    }

    private static String description(String title, JsonNode action) {
        var sentences = new ArrayList<String>();
        sentences.add(title.endsWith(".") ? title : title + ".");
        sentences.add(
                switch (action.path("effect").asText()) {
                    case "read" -> "Reads, and changes nothing.";
                    case "write" -> "Changes something.";
                    default -> "May destroy something, or do what cannot be taken back.";
                });
        var conditions = new ArrayList<String>();
        action.path("when").forEach(condition -> conditions.add(condition.asText()));
        if (!conditions.isEmpty()) {
            sentences.add("In this session only if " + String.join(", or if ", conditions) + ".");
        }
        return String.join(" ", sentences);
    }

    /** Parameters are always an object; a schema need not say so, and a tool's has to. */
    private static ObjectNode schema(JsonNode parameters) {
        var schema = JSON.objectNode().put("type", "object");
        if (parameters instanceof ObjectNode object) {
            schema.setAll(object);
        }
        return schema;
    }

    /**
     * Only what reads can be called twice without a further effect: each call is an intent of its own, with a key of its own,
     * also of an action that is idempotent under one key. Where an action's effect reaches is its executor's affair.
     */
    private static ObjectNode hints(String effect) {
        return switch (effect) {
            case "read" -> hints(true, false, true);
            case "write" -> hints(false, false, false);
            default -> hints(false, true, false);
        };
    }

    private static ObjectNode hints(boolean reads, boolean destroys, boolean twiceIsOnce) {
        return JSON.objectNode()
                .put("readOnlyHint", reads)
                .put("destructiveHint", destroys)
                .put("idempotentHint", twiceIsOnce)
                .put("openWorldHint", true);
    }

    private static ObjectNode ours(String name, String title, String description, ObjectNode hints) {
        var tool = JSON.objectNode().put("name", name).put("title", title).put("description", description);
        var schema = tool.putObject("inputSchema").put("type", "object");
        schema.putObject("properties")
                .putObject("id")
                .put("type", "string")
                .put("format", "uuid")
                .put("description", "The id that the call was answered with.");
        schema.putArray("required").add("id");
        schema.put("additionalProperties", false);
        tool.set("annotations", hints.put("title", title));
        return tool;
    }
}
