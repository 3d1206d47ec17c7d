package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.protocol.ApprovedAction;

/**
 * The parameters of a chat as they were approved, and how much of an answer is held for them.
 *
 * @param parameters what was approved
 * @param mostPerChoice the most tokens of one of the answer's choices
 * @param choices how many choices were asked for
 */
public record ChatRequest(ObjectNode parameters, long mostPerChoice, int choices) {

    /** The limit's older name, which every provider knows. */
    public static final String MAX_TOKENS = "max_tokens";

    /** The limit's name for models that think before they answer. */
    public static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final int MOST_CHOICES = 128;

    /**
     * Reads what was approved. What is held for the answer is divided among its choices: {@code n} answers may not
     * consume n times as much.
     *
     * @throws UnusableChat if it is no chat, or one that what is held does not suffice for
     */
    public static ChatRequest of(ApprovedAction action, JsonNode parameters) throws UnusableChat {
        if (!(parameters instanceof ObjectNode chat)
                || !parameters.path("messages").isArray()) {
            throw new UnusableChat("a chat needs an array \"messages\"");
        }
        var choices = choices(parameters);
        if (action.maxOutputTokens() < choices) {
            throw new UnusableChat("the output tokens that are held do not suffice: " + action.maxOutputTokens()
                    + " for " + choices + " choices");
        }
        return new ChatRequest(chat, mostPerChoice(action, parameters, choices), choices);
    }

    /** The most tokens of the whole answer. */
    public long most() {
        return mostPerChoice * choices;
    }

    /**
     * The body of the request. Everything is passed on as it was approved, except what is ours to say: the model, that the
     * answer is streamed with its usage, its limit, and no word about who the user is.
     *
     * @param model the provider's name of the model
     * @param limit the name of the limit, if the parameters use neither
     */
    public ObjectNode body(String model, String limit) {
        ObjectNode body = parameters.deepCopy();
        body.remove("user");
        body.put("model", model);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        var name = parameters.has(MAX_COMPLETION_TOKENS) ? MAX_COMPLETION_TOKENS : limit;
        body.remove(MAX_TOKENS);
        body.remove(MAX_COMPLETION_TOKENS);
        body.put(name, mostPerChoice);
        return body;
    }

    private static int choices(JsonNode parameters) throws UnusableChat {
        var n = parameters.path("n");
        if (n.isMissingNode() || n.isNull()) {
            return 1;
        }
        if (!n.isIntegralNumber() || n.asLong() < 1 || n.asLong() > MOST_CHOICES) {
            throw new UnusableChat("n: a whole number from 1 to " + MOST_CHOICES + " is required");
        }
        return n.asInt();
    }

    /** Whatever was asked for, never more than what is held. */
    private static long mostPerChoice(ApprovedAction action, JsonNode parameters, int choices) {
        var longest = action.maxOutputTokens() / choices;
        if (action.maxTokens() != null) {
            longest = Math.min(longest, action.maxTokens() / choices);
        }
        for (var name : new String[] {MAX_TOKENS, MAX_COMPLETION_TOKENS}) {
            if (parameters.path(name).isIntegralNumber()) {
                longest = Math.min(longest, parameters.path(name).asLong());
            }
        }
        return Math.max(1, longest);
    }
}
