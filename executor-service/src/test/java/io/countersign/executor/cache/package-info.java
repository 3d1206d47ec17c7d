@NullMarked
package io.countersign.executor.cache;

import org.jspecify.annotations.NullMarked;
