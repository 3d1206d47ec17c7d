package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Expression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A compiled rule.
 *
 * @param verdict not {@code ALLOW}: what no rule objects to is allowed
 * @param retryIn there for {@code DEFER}
 * @param approval there for {@code HOLD}
 */
record Rule(
        String name,
        Expression<Boolean> when,
        Verdict verdict,
        Expression<String> reason,
        @Nullable Duration retryIn,
        @Nullable ApprovalClause approval) {}
