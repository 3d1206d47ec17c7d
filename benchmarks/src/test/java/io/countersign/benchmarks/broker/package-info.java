@NullMarked
package io.countersign.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
