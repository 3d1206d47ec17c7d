package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.protocol.ApprovedAction;
import org.jspecify.annotations.Nullable;

/** The body of a chat completion: the parameters as they were approved, within the tokens that are held for them. */
public final class ChatRequest {

    private static final String LONGEST = "max_tokens";
    private static final String LONGEST_OF_REASONING = "max_completion_tokens";

    private ChatRequest() {}

    /**
     * The request's body.
     *
     * @param defaultModel the route's model, for actions that name none
     */
    public static ObjectNode of(ApprovedAction action, JsonNode parameters, @Nullable String defaultModel)
            throws UnusableParameter {
        if (!(parameters instanceof ObjectNode) || !parameters.path("messages").isArray()) {
            throw new UnusableParameter("a chat needs an array \"messages\"");
        }
        if (action.maxOutputTokens() <= 0) {
            throw new UnusableParameter("no output tokens are held for the action: its catalogue entry reserves none");
        }
        if (parameters.path("n").asInt(1) != 1) {
            throw new UnusableParameter("n: one answer is approved at a time");
        }
        ObjectNode body = parameters.deepCopy();
        body.remove("stream_options");
        body.put("stream", false);
        body.put("model", model(action, parameters, defaultModel));
        limit(body, action);
        return body;
    }

    private static String model(ApprovedAction action, JsonNode parameters, @Nullable String defaultModel)
            throws UnusableParameter {
        if (action.model() != null) {
            return action.model();
        }
        var asked = parameters.path("model").asText("");
        if (!asked.isEmpty()) {
            return asked;
        }
        if (defaultModel == null) {
            throw new UnusableParameter("neither the action nor its route names a model");
        }
        return defaultModel;
    }

    /** Whatever was asked for, never more than what is held. */
    private static void limit(ObjectNode body, ApprovedAction action) {
        var name = body.has(LONGEST_OF_REASONING) ? LONGEST_OF_REASONING : LONGEST;
        var longest = action.maxOutputTokens();
        if (action.maxTokens() != null) {
            longest = Math.min(longest, action.maxTokens());
        }
        for (var field : new String[] {LONGEST, LONGEST_OF_REASONING}) {
            if (body.path(field).isIntegralNumber()) {
                longest = Math.min(longest, body.path(field).asLong());
            }
            body.remove(field);
        }
        body.put(name, Math.max(1, longest));
    }
}
