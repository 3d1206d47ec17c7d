/** Measured claims. Every number that a document quotes is printed by a command here. */
@NullMarked
package io.countersign.benchmarks;

import org.jspecify.annotations.NullMarked;
