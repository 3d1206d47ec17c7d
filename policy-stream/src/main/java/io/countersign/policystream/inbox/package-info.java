/** The door of agents that speak Kafka: who they are is verified, and what they ask for handed over. */
@NullMarked
package io.countersign.policystream.inbox;

import org.jspecify.annotations.NullMarked;
