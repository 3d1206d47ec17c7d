package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.protocol.TokenUse;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What a chat completion consumed: as the provider says if that can be, and otherwise counted. */
public final class ChatUse {

    /** So many times what we counted, or what was asked for, is not believed. */
    private static final long ABSURD = 10;

    /** What a provider may add to a short request: a prompt of its own, the frame of each message. */
    private static final long FRAME = 1_000;

    /** What a picture, a recording or a file is taken for, whose tokens only the provider can count. */
    private static final long PER_ATTACHMENT = 1_000;

    private static final Set<String> WORDS = Set.of("messages", "tools", "functions", "response_format");
    private static final Set<String> ATTACHMENTS = Set.of("image_url", "input_audio", "file", "video_url");

    private ChatUse() {}

    /**
     * The use of a call.
     *
     * @param reported the provider's {@code usage}
     * @param input the tokens of the request, counted
     * @param output the tokens of the answer, counted
     * @param most the most tokens of the answer that were asked for
     * @param model the bundle's name of the model that answered
     */
    public static TokenUse of(JsonNode reported, long input, long output, long most, String model) {
        var prompt = reported.path("prompt_tokens");
        var completion = reported.path("completion_tokens");
        if (!isBelievable(prompt, input, ABSURD * (input + FRAME))
                || !isBelievable(completion, output, ABSURD * Math.max(output, most))) {
            return new TokenUse(input, output, 0, 0, true, model);
        }
        var cached =
                reported.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        return new TokenUse(
                prompt.asLong(), completion.asLong(), Math.clamp(cached, 0, prompt.asLong()), 0, false, model);
    }

    /** The tokens of a request's words, and a guess for what is not made of words. */
    public static long ofRequest(JsonNode parameters, ToLongFunction<String> tokens) {
        var words = new StringBuilder();
        long attachments = 0;
        for (var name : WORDS) {
            attachments += words(parameters.path(name), words);
        }
        return tokens.applyAsLong(words.toString()) + attachments * PER_ATTACHMENT;
    }

    /** A use as providers write it. */
    static ObjectNode usage(TokenUse use) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", use.input())
                .put("completion_tokens", use.output())
                .put("total_tokens", use.input() + use.output());
    }

    /** A count; and nothing is none where something is there to be counted. */
    private static boolean isBelievable(JsonNode claim, long counted, long most) {
        return claim.isIntegralNumber()
                && claim.canConvertToLong()
                && claim.asLong() >= (counted > 0 ? 1 : 0)
                && claim.asLong() <= most;
    }

    /** Appends all texts, whatever their place: roles, contents, and the arguments of tool calls count alike. */
    private static long words(JsonNode value, StringBuilder words) {
        if (value.isTextual()) {
            words.append(words.isEmpty() ? "" : "\n").append(value.textValue());
            return 0;
        }
        long attachments = 0;
        if (ATTACHMENTS.contains(value.path("type").asText())) {
            return 1;
        }
        for (var element : value) {
            attachments += words(element, words);
        }
        return attachments;
    }
}
