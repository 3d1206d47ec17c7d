package io.countersign.policystream.view;

import org.jspecify.annotations.Nullable;

/**
 * A reason as it is answered.
 *
 * @param message empty if the words were erased, or never were
 */
public record StatedReason(String code, @Nullable String rule, String message) {

    boolean speaksOf(Ground ground) {
        return code.equals(ground.code()) && java.util.Objects.equals(rule, ground.rule());
    }
}
