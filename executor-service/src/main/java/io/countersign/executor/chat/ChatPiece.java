package io.countersign.executor.chat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.executor.chat.EventStream.Event;

/** One piece of an answer, as it was sent. */
sealed interface ChatPiece {

    /** A {@code chat.completion.chunk}. */
    record Readable(ObjectNode chunk) implements ChatPiece {}

    /** No piece of an answer. */
    record Unusable(ChatFault fault) implements ChatPiece {}

    /** Reads only to leave the usage out; what is read is judged by {@link CanonicalJson} after that. */
    JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads an event. */
    static ChatPiece read(Event event) {
        var piece = read(event.data());
        return piece instanceof Readable(var chunk) && event.type().equals("error")
                ? new Unusable(ChatFault.of(chunk))
                : piece;
    }

    /** Reads an answer that came in one piece, as if it had been streamed in one. */
    static ChatPiece readWhole(String json) {
        return switch (read(json)) {
            case Unusable unusable -> unusable;
            case Readable(var answer)
            when answer.path("choices").isEmpty() -> new Unusable(ChatFault.unreadable("it has no choices"));
            case Readable(var answer) -> new Readable(asPiece(answer));
        };
    }

    private static ChatPiece read(String json) {
        JsonNode tree;
        try {
            tree = parsed(json);
        } catch (MalformedJson malformed) {
            return new Unusable(ChatFault.unreadable(String.valueOf(malformed.getMessage())));
        }
        if (!(tree instanceof ObjectNode chunk)) {
            return new Unusable(ChatFault.unreadable("it is no object"));
        }
        if (chunk.path("choices").valueStream().anyMatch(ChatPiece::isNested)) {
            return new Unusable(ChatFault.unreadable("its content has a list within a list"));
        }
        var error = chunk.path("error");
        return error.isMissingNode() || error.isNull() ? new Readable(chunk) : new Unusable(ChatFault.of(error));
    }

    private static boolean isNested(JsonNode choice) {
        return hasListInList(choice.path("delta").path("content"))
                || hasListInList(choice.path("message").path("content"));
    }

    private static boolean hasListInList(JsonNode value) {
        return value.valueStream().anyMatch(inner -> (value.isArray() && inner.isArray()) || hasListInList(inner));
    }

    /** A usage with numbers that nobody can read does not spoil an answer. */
    private static JsonNode parsed(String json) throws MalformedJson {
        try {
            return CanonicalJson.parse(json);
        } catch (MalformedJson malformed) {
            return CanonicalJson.parse(withoutUsage(json, malformed));
        }
    }

    private static String withoutUsage(String json, MalformedJson malformed) throws MalformedJson {
        try {
            if (LENIENT.readTree(json) instanceof ObjectNode object && object.remove("usage") != null) {
                return LENIENT.writeValueAsString(object);
            }
        } catch (JsonProcessingException notEvenThat) {
            malformed.addSuppressed(notEvenThat);
        }
        throw malformed;
    }

    private static ObjectNode asPiece(ObjectNode answer) {
        var position = 0;
        for (var element : answer.path("choices")) {
            if (element instanceof ObjectNode choice) {
                choiceAsPiece(choice, position);
            }
            position++;
        }
        return answer.put("object", "chat.completion.chunk");
    }

    private static void choiceAsPiece(ObjectNode choice, int position) {
        choice.put("index", choice.path("index").asInt(position));
        if (!choice.path("finish_reason").isTextual()) {
            choice.put("finish_reason", "stop");
        }
        var message = choice.remove("message");
        if (message != null) {
            var call = 0;
            for (var element : message.path("tool_calls")) {
                if (element instanceof ObjectNode toolCall) {
                    toolCall.put("index", call++);
                }
            }
            choice.set("delta", message);
        }
    }
}
