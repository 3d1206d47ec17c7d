@NullMarked
package io.countersign.executor.execution;

import org.jspecify.annotations.NullMarked;
