/**
 * Answers on Kafka: what happens to an intent is copied to the topic that its agent named, if its tenant may. An application of its
 * own, because a topic that somebody else owns may vanish at any time and must never hold up a decision.
 */
@NullMarked
package io.countersign.policystream.replytopic;

import org.jspecify.annotations.NullMarked;
