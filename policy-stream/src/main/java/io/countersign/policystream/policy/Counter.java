package io.countersign.policystream.policy;

import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.expression.Expression;
import java.math.BigDecimal;

/**
 * A compiled counter: what approved intents of the actions it names add up to, for each owner.
 *
 * @param key divides it further; always {@code ''} if it has none
 * @param keyed true if what it has come to can be told only for an intent of the actions that it names
 * @param add what one intent adds
 */
record Counter(String name, Expression<String> key, boolean keyed, Expression<BigDecimal> add, WindowRule window) {}
