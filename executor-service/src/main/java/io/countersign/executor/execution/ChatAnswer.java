package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.protocol.TokenUse;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a chat completion consumed: as the provider says, or counted if it does not. */
public final class ChatAnswer {

    private ChatAnswer() {}

    /** The use of a call with this body and this answer; {@code tokens} counts those of a text. */
    public static TokenUse use(JsonNode body, JsonNode answer, ToLongFunction<String> tokens) {
        var usage = answer.path("usage");
        var input = usage.path("prompt_tokens");
        var output = usage.path("completion_tokens");
        if (isCount(input) && isCount(output)) {
            var cached =
                    usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
            return new TokenUse(input.asLong(), output.asLong(), Math.clamp(cached, 0, input.asLong()), 0, false, null);
        }
        return new TokenUse(
                tokens.applyAsLong(texts(body.path("messages"))),
                tokens.applyAsLong(texts(answer.path("choices"))),
                0,
                0,
                true,
                null);
    }

    private static boolean isCount(JsonNode value) {
        return value.isIntegralNumber() && value.asLong() >= 0;
    }

    /** All strings in a value, whatever their place: roles, contents, and the arguments of tool calls count alike. */
    private static String texts(JsonNode value) {
        if (value.isTextual()) {
            return value.asText();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(ChatAnswer::texts)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
