package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;

/** A compiled answer: which intents of its action it is given to. */
record Answer(Expression<Boolean> match, PreparedAnswer prepared) {}
