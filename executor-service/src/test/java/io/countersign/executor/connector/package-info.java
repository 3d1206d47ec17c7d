@NullMarked
package io.countersign.executor.connector;

import org.jspecify.annotations.NullMarked;
