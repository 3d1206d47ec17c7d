/** What executing costs beside the call itself: the real executor-service on the real broker, before backends of ours. */
@NullMarked
package io.countersign.benchmarks.execution;

import org.jspecify.annotations.NullMarked;
