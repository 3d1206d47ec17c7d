/** The pure decisions of connectors: what is sent to a backend, and what its answer means. */
@NullMarked
package io.countersign.executor.execution;

import org.jspecify.annotations.NullMarked;
