package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * Why a provider's answer is none, though it came with a status of success.
 *
 * @param code stable
 * @param message for people
 * @param status the HTTP status that the provider means, if it names one
 */
public record ChatFault(String code, String message, OptionalInt status) {

    private static final String UNREADABLE = "ANSWER_UNREADABLE";

    static final ChatFault EMPTY = new ChatFault("STREAM_BROKEN", "the model's answer ended before it began");
    static final ChatFault HALF = new ChatFault("STREAM_BROKEN", "the model's answer ended in the middle");

    /** An event, or an answer in one piece, is longer than any that could be passed on. */
    public static final ChatFault TOO_LARGE =
            new ChatFault("ANSWER_TOO_LARGE", "the model's answer has a piece that is too large");

    /** The stream is longer than an answer of so many tokens can be. */
    public static final ChatFault ENDLESS =
            new ChatFault("ANSWER_TOO_LARGE", "the model's stream is longer than its answer can be");

    private ChatFault(String code, String message) {
        this(code, message, OptionalInt.empty());
    }

    /** True if it is not even JSON, or not ours: at the end of a stream, half an event. */
    public boolean isUnreadable() {
        return code.equals(UNREADABLE);
    }

    static ChatFault unreadable(String why) {
        return new ChatFault(UNREADABLE, "the model's answer cannot be read: " + why);
    }

    /** An answer that is neither JSON nor a stream of events. */
    public static ChatFault ofType(String contentType) {
        return new ChatFault("WRONG_CONTENT_TYPE", "the answer is neither JSON nor a stream of events: " + contentType);
    }

    static ChatFault of(String message) {
        return new ChatFault("PROVIDER_ERROR", message);
    }

    /** What a provider says in {@code error}: an object as OpenAI's, or a text. */
    static ChatFault of(JsonNode error) {
        var message =
                error.isTextual() ? error.textValue() : error.path("message").asText("no reason given");
        return new ChatFault("PROVIDER_ERROR", "the provider reports an error: " + message, status(error));
    }

    private static OptionalInt status(JsonNode error) {
        for (var name : new String[] {"status", "code"}) {
            var value = error.path(name);
            if (value.canConvertToInt() && value.asInt() >= 400 && value.asInt() <= 599) {
                return OptionalInt.of(value.asInt());
            }
        }
        return switch (error.path("type").asText()) {
            case "invalid_request_error" -> OptionalInt.of(400);
            case "authentication_error" -> OptionalInt.of(401);
            case "permission_error" -> OptionalInt.of(403);
            case "not_found_error" -> OptionalInt.of(404);
            case "rate_limit_error", "rate_limit_exceeded" -> OptionalInt.of(429);
            case "overloaded_error" -> OptionalInt.of(503);
            default -> OptionalInt.empty();
        };
    }
}
