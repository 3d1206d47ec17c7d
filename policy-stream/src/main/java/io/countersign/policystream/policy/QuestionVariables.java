package io.countersign.policystream.policy;

import io.countersign.policystream.memory.Recollection;
import io.countersign.policystream.policy.expression.Variables;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What expressions may look at, for one question. Every variable of an intent has a value, so that no expression is
 * partly unknown: what the intent does not say is {@code ''} (team, model) or {@code 0} (inputTokens, maxTokens).
 *
 * <p>Used by one thread.
 */
final class QuestionVariables implements Variables {
    private final Question question;
    private final Supplier<Map<String, Object>> reading;
    private final Memorable memorable;
    private @Nullable Map<String, Object> parameters;
    private @Nullable Map<String, Object> principal;

    /** The parameters are read when an expression first looks at them, and once. */
    QuestionVariables(Question question, Supplier<Map<String, Object>> reading, Memorable memorable) {
        this.question = question;
        this.memorable = memorable;
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
            case "principal" -> Optional.of(principal());
            case "session" -> remembered().map(this::session);
            case "counters" -> remembered().map(recollection -> memorable.counters(recollection, question.now(), this));
            case "now" -> Optional.of(question.now());
            default -> Optional.empty();
        };
    }

    /** Not there where nobody has asked for anything yet: what was approved before is not told then. */
    private Optional<Recollection> remembered() {
        return Optional.ofNullable(question.remembered());
    }

    private Map<String, Object> session(Recollection recollection) {
        return Map.of("labels", recollection.labels(), "counts", memorable.counts(recollection));
    }

    private Map<String, Object> parameters() {
        if (parameters == null) {
            parameters = reading.get();
        }
        return parameters;
    }

    private Map<String, Object> principal() {
        if (principal == null) {
            principal = principal(question.principal());
        }
        return principal;
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
