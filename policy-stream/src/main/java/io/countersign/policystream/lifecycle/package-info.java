/**
 * The life of an intent as one pure function: a state, an input and the circumstances in, the next state and its consequences
 * out. No Kafka, no clock, no randomness.
 */
@NullMarked
package io.countersign.policystream.lifecycle;

import org.jspecify.annotations.NullMarked;
