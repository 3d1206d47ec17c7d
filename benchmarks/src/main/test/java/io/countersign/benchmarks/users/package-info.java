@NullMarked
package io.countersign.benchmarks.users;

import org.jspecify.annotations.NullMarked;
