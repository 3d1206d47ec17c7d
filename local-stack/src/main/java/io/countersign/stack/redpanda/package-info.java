/** Redpanda through Testcontainers, where a Docker engine answers; for tests only. */
@NullMarked
package io.countersign.stack.redpanda;

import org.jspecify.annotations.NullMarked;
