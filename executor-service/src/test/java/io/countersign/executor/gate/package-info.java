@NullMarked
package io.countersign.executor.gate;

import org.jspecify.annotations.NullMarked;
