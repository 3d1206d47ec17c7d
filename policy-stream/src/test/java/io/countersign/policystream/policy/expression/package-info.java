@NullMarked
package io.countersign.policystream.policy.expression;

import org.jspecify.annotations.NullMarked;
