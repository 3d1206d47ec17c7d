/** Decisions of the real topology on the real broker, beside floors that do less. */
@NullMarked
package io.countersign.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
