package io.countersign.policystream.stream;

import io.countersign.contract.Owner;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Where a partition's records go. */
interface Outputs {

    /** How many partitions every owner-keyed topic has. */
    int partitions();

    /** A record under an owner's key. */
    default void owned(String topic, String ownerKey, SpecificRecord value, @Nullable String traceparent) {
        owned(topic, ownerKey, value, traceparent, null);
    }

    /** The same, of which a copy is wanted on another topic; null if it is not. */
    default void owned(
            String topic,
            String ownerKey,
            SpecificRecord value,
            @Nullable String traceparent,
            @Nullable String replyTo) {
        keyed(topic, ownerKey, Owner.partitionOf(ownerKey, partitions()), value, traceparent, replyTo);
    }

    /** A record under a key of its own, on a partition that is said. */
    default void keyed(
            String topic, @Nullable String key, int partition, SpecificRecord value, @Nullable String traceparent) {
        keyed(topic, key, partition, value, traceparent, null);
    }

    /** The same, of which a copy is wanted on another topic; null if it is not. */
    void keyed(
            String topic,
            @Nullable String key,
            int partition,
            SpecificRecord value,
            @Nullable String traceparent,
            @Nullable String replyTo);

    /** A record as it is, on another partition or topic than it was found on. */
    void raw(byte @Nullable [] key, String topic, int partition, byte[] value, RecordHeaders headers);
}
