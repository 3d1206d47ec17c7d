package io.countersign.policystream.replytopic;

/** Whether topics are there now. */
@FunctionalInterface
public interface Presence {

    /**
     * Whether there is such a topic; what was seen within the last seconds counts.
     *
     * @throws org.apache.kafka.common.KafkaException if the broker does not say
     */
    boolean has(String topic);
}
