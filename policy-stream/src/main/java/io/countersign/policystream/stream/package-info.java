/** The deciding topology: records in, the pure core's decisions, records out, in one Kafka transaction. */
@NullMarked
package io.countersign.policystream.stream;

import org.jspecify.annotations.NullMarked;
