/** A directory of policy files on its way to the policy-stream's admin API. */
@NullMarked
package io.countersign.stack.policy;

import org.jspecify.annotations.NullMarked;
