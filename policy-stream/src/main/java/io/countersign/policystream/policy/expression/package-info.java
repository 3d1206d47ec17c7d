/** Expressions of a policy: CEL with its own functions and limits. */
@NullMarked
package io.countersign.policystream.policy.expression;

import org.jspecify.annotations.NullMarked;
