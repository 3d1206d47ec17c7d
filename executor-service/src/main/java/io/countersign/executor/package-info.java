/** The executor service: its settings, and how its parts are put together. */
@NullMarked
package io.countersign.executor;

import org.jspecify.annotations.NullMarked;
