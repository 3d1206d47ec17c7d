package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What expressions may look at, for one question. Every variable always has a value, so that no expression is partly
 * unknown: what the intent does not say is {@code ''} (team, model) or {@code 0} (inputTokens, maxTokens).
 *
 * <p>Used by one thread.
 */
final class QuestionVariables implements Variables {
    private final Question question;
    private final Supplier<Map<String, Object>> reading;
    private @Nullable Map<String, Object> parameters;

    /** The parameters are read when an expression first looks at them, and once. */
    QuestionVariables(Question question, Supplier<Map<String, Object>> reading) {
        this.question = question;
        this.reading = reading;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "parameters" -> Optional.of(parameters());
            case "action" -> Optional.of(question.action());
            case "model" -> Optional.of(orEmpty(question.model()));
            case "inputTokens" -> Optional.of(orZero(question.inputTokens()));
            case "maxTokens" -> Optional.of(orZero(question.maxTokens()));
            case "principal" -> Optional.of(principal(question.principal()));
            case "session" -> Optional.of(Map.of("labels", List.of(), "counts", Map.of()));
            case "counters" -> Optional.of(Map.of());
            case "now" -> Optional.of(question.now());
            default -> Optional.empty();
        };
    }

    private Map<String, Object> parameters() {
        if (parameters == null) {
            parameters = reading.get();
        }
        return parameters;
    }

    private static Map<String, Object> principal(Principal principal) {
        return Map.of(
                "tenant", principal.tenant(),
                "user", principal.user(),
                "team", orEmpty(principal.team()),
                "agent", principal.agent(),
                "roles", principal.roles());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
