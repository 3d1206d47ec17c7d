package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.TokenEstimate;

/** How many tokens a text has, as the function {@code estimate} of a policy's expressions counts them. */
public final class TokenCount {

    private TokenCount() {}

    /** An upper bound, in time that grows with the text's length. */
    public static long of(String text) {
        return TokenEstimate.ofText(text);
    }
}
