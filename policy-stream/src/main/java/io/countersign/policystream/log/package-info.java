/** Logs that are followed beside the streams, by plain consumers. */
@NullMarked
package io.countersign.policystream.log;

import org.jspecify.annotations.NullMarked;
