package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says that some answers of status 2xx are failures.
 *
 * @param place where in the answer to look
 * @param expected what is there in such an answer; null if anything but null and false is
 * @param code of the failure, made upper snake case
 * @param message for people
 * @param means what the backend means by it
 */
public record AnswerRule(
        Selection.Pointer place,
        @Nullable JsonNode expected,
        @Nullable Selection code,
        @Nullable Selection message,
        Means means) {

    /** What an error in a 2xx says about the effect. */
    public enum Means {
        /** There was none, and trying again does not help. */
        NO_EFFECT,
        /** There was none, and a later attempt may do better. */
        RETRY,
        /** The backend does not say. */
        UNKNOWN
    }

    private static final String CODE = "ERROR_IN_ANSWER";
    private static final int LONGEST_CODE = 64;

    boolean matches(JsonNode answer) {
        var found = answer.at(place.place());
        if (expected != null) {
            return found.equals(expected);
        }
        return !found.isMissingNode() && !found.isNull() && !(found.isBoolean() && !found.asBoolean());
    }

    Result failure(JsonNode answer, JsonNode values, boolean idempotent) {
        var failure = new Failure(
                text(code, answer, values).map(AnswerRule::code).orElse(CODE),
                text(message, answer, values).orElse("the backend answered with an error"));
        return switch (means) {
            case NO_EFFECT -> new Result.Failed(failure, TokenUse.NONE);
            case RETRY -> new Result.FailedRetryable(failure, null, TokenUse.NONE);
            case UNKNOWN -> BackendAnswer.lost(failure.code(), failure.message(), idempotent);
        };
    }

    private static Optional<String> text(@Nullable Selection selection, JsonNode answer, JsonNode values) {
        return Optional.ofNullable(selection)
                .flatMap(each -> each.in(answer, values))
                .map(value -> value.isTextual() ? value.asText() : value.toString())
                .filter(text -> !text.isBlank());
    }

    private static String code(String text) {
        var code = text.strip()
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]+", "_")
                .replaceAll("^[_0-9]+|_$", "");
        if (code.isEmpty()) {
            return CODE;
        }
        return code.substring(0, Math.min(code.length(), LONGEST_CODE));
    }
}
