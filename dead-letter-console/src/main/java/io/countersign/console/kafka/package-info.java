/** The topics as the desk sees them: what it reads, what it writes, and the only place that knows Avro records. */
@NullMarked
package io.countersign.console.kafka;

import org.jspecify.annotations.NullMarked;
