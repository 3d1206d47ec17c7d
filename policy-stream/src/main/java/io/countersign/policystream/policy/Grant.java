package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;

/** A compiled grant: whom it lets use the actions it names, and with which parameters. */
record Grant(String name, Expression<Boolean> who, Expression<Boolean> when, SessionNeed session) {

    /** Whether a grant counts only in a session that the user opened. */
    enum SessionNeed {
        REQUIRED,
        OPTIONAL,
        /** Required unless the action only reads. */
        BY_EFFECT
    }

    /** True if it counts for an action of this effect only in a session that the user opened. */
    boolean needsSession(Effect effect) {
        return switch (session) {
            case REQUIRED -> true;
            case OPTIONAL -> false;
            case BY_EFFECT -> effect != Effect.READ;
        };
    }
}
