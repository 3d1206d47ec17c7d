/** {@code ./countersign bench doors}. */
@NullMarked
package io.countersign.benchmarks.doors;

import org.jspecify.annotations.NullMarked;
