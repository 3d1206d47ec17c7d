/** The example of docs/connectors.md. */
@NullMarked
package io.countersign.executor.example;

import org.jspecify.annotations.NullMarked;
