/** The topics that intake-service writes and reads. Avro's records go no further than this package. */
@NullMarked
package io.countersign.intake.kafka;

import org.jspecify.annotations.NullMarked;
