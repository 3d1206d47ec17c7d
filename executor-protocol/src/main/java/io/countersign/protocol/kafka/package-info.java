/** The executor's side of the protocol on Kafka: reads approvals, controls and directives, writes outcomes and letters. */
@NullMarked
package io.countersign.protocol.kafka;

import org.jspecify.annotations.NullMarked;
