package io.countersign.simulation.house;

import org.jspecify.annotations.Nullable;

/**
 * What stands in where no executor could answer.
 *
 * @param answer none if nothing does
 * @param untold the one of which it could not be told; none if it could
 */
public record Rescue(@Nullable AnswerTerms answer, @Nullable AnswerTerms untold) {

    static final Rescue NONE = new Rescue(null, null);
}
