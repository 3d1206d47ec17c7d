package io.countersign.simulation.house;

import org.jspecify.annotations.Nullable;

/**
 * A prepared answer to intents of one action that only reads.
 *
 * @param onFailure whether it stands in where no executor could answer, instead of being given at once
 * @param number what the condition compares with
 * @param result JSON text, as the result of an intent has it
 */
public record AnswerTerms(
        String name, String action, boolean onFailure, RuleTerms.Condition condition, long number, String result) {

    /** Whether it is given; null if that cannot be told. */
    @Nullable
    Boolean matches(Ask ask, Past past, House house, long now) {
        return condition.holds(number, ask, past, house, now);
    }

    String yaml() {
        return "kind: Answer\nname: %s\naction: %s\non: %s\nmatch: \"%s\"\nresult: %s\n"
                .formatted(name, action, onFailure ? "failure" : "request", condition.expression(number), result);
    }
}
