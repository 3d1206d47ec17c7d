package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.protocol.Result;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of status 2xx comes to, as its route says.
 *
 * @param result the part of it that is the result; null if all of it is
 * @param failures the first that matches makes it a failure
 */
public record AnswerMapping(@Nullable Selection result, List<AnswerRule> failures) {

    /** Every 2xx is a success, and all of it the result. */
    public static final AnswerMapping NONE = new AnswerMapping(null, List.of());

    public AnswerMapping {
        failures = List.copyOf(failures);
    }

    /** True if there is nothing to map. */
    public boolean isNone() {
        return result == null && failures.isEmpty();
    }

    /**
     * What the answer means. Where rules tell failures from successes, an answer that cannot be read is neither, and nobody
     * can tell what happened. Without them the status has said that the call took effect, whatever the text looks like.
     *
     * @param text what the backend said; null if it was more than is read
     */
    public Result of(@Nullable String text, JsonNode values, boolean idempotent) {
        var answer = Optional.ofNullable(text).flatMap(ExactJson::read);
        if (answer.isEmpty()) {
            return failures.isEmpty()
                    ? Result.succeeded(Omitted.because(text == null ? "RESULT_TOO_LARGE" : "ANSWER_NOT_JSON"))
                    : BackendAnswer.lost(
                            "ANSWER_NOT_UNDERSTOOD",
                            "the backend answered 2xx, but what it said is no JSON, or too much",
                            idempotent);
        }
        for (var rule : failures) {
            if (rule.matches(answer.get())) {
                return rule.failure(answer.get(), values, idempotent);
            }
        }
        return Result.succeeded(selected(answer.get(), values));
    }

    private String selected(JsonNode answer, JsonNode values) {
        if (result == null) {
            return CanonicalJson.write(answer);
        }
        return CanonicalJson.write(result.in(answer, values).orElse(Omitted.NOT_IN_ANSWER));
    }
}
