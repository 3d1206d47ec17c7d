/** Everything that {@code up} starts, from the broker to the policy bundle, and its supervision. */
@NullMarked
package io.countersign.stack.launch;

import org.jspecify.annotations.NullMarked;
