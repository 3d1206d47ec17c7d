package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;

/**
 * A compiled answer: which intents of its action it is given to.
 *
 * @param on when it is given
 */
record Answer(Occasion on, Expression<Boolean> match, PreparedAnswer prepared) {

    /** When an answer is given. */
    enum Occasion {

        /** Before anything is handed over. */
        REQUEST,

        /** When no executor could give one. */
        FAILURE
    }
}
