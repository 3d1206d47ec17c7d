package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Words;
import org.jspecify.annotations.Nullable;

/**
 * One reason behind a decision.
 *
 * @param code stable, in upper snake case
 * @param rule the document that speaks (a rule, grant or budget), if one does
 * @param message the reason in words a person can read
 */
public record Reason(String code, @Nullable String rule, String message) {

    /** What somebody else says: on one line, without what makes screens show something else, and at most so long. */
    public static String heard(String words, int longest) {
        return Words.clean(words, longest);
    }
}
