package io.countersign.intake.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An intent's answer in OpenAI's words. A result that is a completion already stays one; what is missing of it is added, and
 * its id names the intent. Any other result is the text of one choice.
 */
public final class Completion {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String intentId;
    private final String model;
    private final long created;
    private final Set<Integer> begun = new TreeSet<>();
    private final Set<Integer> finished = new TreeSet<>();

    /** @param created when it was asked for, in seconds since 1970 */
    public Completion(String intentId, String model, long created) {
        this.intentId = intentId;
        this.model = model;
        this.created = created;
    }

    /** The id by which the intent is found again: {@code chatcmpl-} and the intent's. */
    public static String id(String intentId) {
        return "chatcmpl-" + intentId;
    }

    /** The whole answer of an intent that has succeeded. */
    public ObjectNode whole(ObjectNode intent) {
        var result = intent.path("result");
        var whole =
                result instanceof ObjectNode object && object.path("choices").isArray()
                        ? object.deepCopy()
                        : worded(text(result));
        whole.put("id", id(intentId)).put("object", "chat.completion");
        if (!whole.path("created").isIntegralNumber()) {
            whole.put("created", created);
        }
        if (!whole.path("model").isTextual()) {
            whole.put("model", model);
        }
        whole.set("usage", usage(intent, whole.path("usage")));
        completeChoices((ArrayNode) whole.path("choices"));
        return whole;
    }

    /** The same as one piece of a stream. */
    public ObjectNode asChunk(ObjectNode whole) {
        var chunk = head();
        var choices = chunk.putArray("choices");
        for (var choice : whole.path("choices")) {
            var piece = choices.addObject().put("index", choice.path("index").asInt());
            piece.set("delta", delta(choice.path("message")));
            piece.set("finish_reason", choice.path("finish_reason"));
        }
        return chunk;
    }

    /** The last piece of a stream that was asked to tell its usage. */
    public ObjectNode usageChunk(ObjectNode whole) {
        var chunk = head();
        chunk.putArray("choices");
        chunk.set("usage", whole.path("usage"));
        return chunk;
    }

    /** A piece as it came, in OpenAI's words. Null if nothing of it is to be shown. */
    public @Nullable ObjectNode piece(JsonNode piece) {
        if (!(piece instanceof ObjectNode object) || !object.path("choices").isArray()) {
            return wordedPiece(text(piece));
        }
        // The usage is told once, in the end, as it was settled.
        object.remove("usage");
        object.put("id", id(intentId)).put("object", "chat.completion.chunk");
        if (!object.path("created").isIntegralNumber()) {
            object.put("created", created);
        }
        if (!object.path("model").isTextual()) {
            object.put("model", model);
        }
        for (var choice : object.path("choices")) {
            if (begun.add(choice.path("index").asInt()) && choice.path("delta") instanceof ObjectNode delta) {
                sayRole(delta);
            }
            if (choice.path("finish_reason").isTextual()) {
                finished.add(choice.path("index").asInt());
            }
        }
        return object.path("choices").isEmpty() ? null : object;
    }

    /** What ends the choices of which pieces were told and no reason why they ended. */
    public List<ObjectNode> unfinished(ObjectNode whole) {
        var chunks = new ArrayList<ObjectNode>();
        for (var index : begun) {
            if (!finished.contains(index)) {
                var chunk = head();
                var choice = chunk.putArray("choices").addObject().put("index", index);
                choice.putObject("delta");
                choice.put(
                        "finish_reason",
                        whole.at("/choices/" + index + "/finish_reason").asText("stop"));
                chunks.add(chunk);
            }
        }
        return chunks;
    }

    private ObjectNode wordedPiece(String words) {
        var chunk = head();
        var choice = chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
        var delta = choice.putObject("delta").put("content", words);
        if (begun.add(0)) {
            sayRole(delta);
        }
        return chunk;
    }

    /** Clients that put the pieces together want to know who speaks; not every model says it. */
    private static void sayRole(ObjectNode delta) {
        if (!delta.path("role").isTextual()) {
            delta.put("role", "assistant");
        }
    }

    private ObjectNode head() {
        return JSON.objectNode()
                .put("id", id(intentId))
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode worded(String text) {
        var whole = JSON.objectNode();
        whole.putArray("choices").addObject().putObject("message").put("content", text);
        return whole;
    }

    private static void completeChoices(ArrayNode choices) {
        for (int index = 0; index < choices.size(); index++) {
            if (choices.get(index) instanceof ObjectNode choice) {
                if (!choice.has("index")) {
                    choice.put("index", index);
                }
                if (!choice.has("finish_reason")) {
                    choice.put("finish_reason", choice.at("/message/tool_calls").isEmpty() ? "stop" : "tool_calls");
                }
                if (!choice.has("logprobs")) {
                    choice.putNull("logprobs");
                }
                if (choice.path("message") instanceof ObjectNode message) {
                    if (!message.has("role")) {
                        message.put("role", "assistant");
                    }
                    if (!message.has("refusal")) {
                        message.putNull("refusal");
                    }
                }
            }
        }
    }

    private static ObjectNode delta(JsonNode message) {
        var delta = JSON.objectNode().put("role", "assistant");
        for (var member : message.properties()) {
            if (!member.getValue().isNull()) {
                delta.set(member.getKey(), member.getValue());
            }
        }
        var position = 0;
        for (var call : delta.path("tool_calls")) {
            if (call instanceof ObjectNode object && !object.has("index")) {
                object.put("index", position);
            }
            position++;
        }
        return delta;
    }

    /** As it was settled; what the provider said beside that stays. */
    private static ObjectNode usage(ObjectNode intent, JsonNode told) {
        var usage = told instanceof ObjectNode object ? object : JSON.objectNode();
        var settled = intent.path("usage");
        if (settled.isObject() || !usage.has("total_tokens")) {
            long input = settled.path("inputTokens").asLong();
            long output = settled.path("outputTokens").asLong();
            usage.put("prompt_tokens", input).put("completion_tokens", output).put("total_tokens", input + output);
        }
        return usage;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isMissingNode() ? "" : CanonicalJson.write(value);
    }
}
