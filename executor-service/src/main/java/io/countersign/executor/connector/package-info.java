/** Connectors: each turns an approved action into one call of a kind. */
@NullMarked
package io.countersign.executor.connector;

import org.jspecify.annotations.NullMarked;
