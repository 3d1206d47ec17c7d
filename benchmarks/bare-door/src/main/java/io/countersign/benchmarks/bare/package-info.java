/** An endpoint that does nothing but what it cannot leave out. */
@NullMarked
package io.countersign.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
