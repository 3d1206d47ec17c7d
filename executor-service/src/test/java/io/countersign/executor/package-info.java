@NullMarked
package io.countersign.executor;

import org.jspecify.annotations.NullMarked;
