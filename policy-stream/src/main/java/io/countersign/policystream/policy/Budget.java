package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.expression.Expression;

/** A compiled budget: how much of a unit a user may spend in a window. */
record Budget(String name, Expression<Boolean> who, Unit unit, WindowRule window, Expression<Long> limit) {}
