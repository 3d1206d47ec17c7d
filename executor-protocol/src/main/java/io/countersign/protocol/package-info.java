/** What a backend team programs against: an approved action comes in, a result goes back. No Kafka, no Avro. */
@NullMarked
package io.countersign.protocol;

import org.jspecify.annotations.NullMarked;
