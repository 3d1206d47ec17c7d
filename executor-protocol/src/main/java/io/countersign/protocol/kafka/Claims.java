package io.countersign.protocol.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** This process's claims on partitions, and which offsets of theirs may be committed. Belongs to the consumer's thread. */
final class Claims {

    private final Map<TopicPartition, Claim> byPartition;

    Claims() {
        this(Map.of());
    }

    private Claims(Map<TopicPartition, Claim> byPartition) {
        this.byPartition = new HashMap<>(byPartition);
    }

    /** Notes a record that was read; the first of a partition stakes the claim. */
    Claim take(TopicPartition partition, long offset) {
        var claim = byPartition.computeIfAbsent(partition, first -> new Claim(offset));
        claim.taken(offset);
        return claim;
    }

    /** The same claims as they are now: a partition that goes and comes back is another claim. */
    Claims copy() {
        return new Claims(byPartition);
    }

    /** Those on these partitions. */
    Claims on(Collection<TopicPartition> partitions) {
        var some = copy();
        some.byPartition.keySet().retainAll(Set.copyOf(partitions));
        return some;
    }

    /** For each partition that has moved on, the offset below which nothing needs a redelivery. */
    Map<TopicPartition, OffsetAndMetadata> committable() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        byPartition.forEach((partition, claim) ->
                claim.committable().ifPresent(offset -> offsets.put(partition, new OffsetAndMetadata(offset))));
        return offsets;
    }

    /** The broker has these offsets: whoever waits for them goes on. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            var claim = byPartition.get(partition);
            if (claim != null) {
                claim.committed(offset.offset());
            }
        });
    }

    /** True while something is between its commit and its call. */
    boolean isCrossed() {
        return byPartition.values().stream().anyMatch(Claim::isCrossed);
    }

    /** Nothing new begins on them. */
    void release() {
        byPartition.values().forEach(Claim::release);
    }

    /** Others may have these partitions from here on. */
    void lose(Claims leaving) {
        leaving.byPartition.values().forEach(Claim::lose);
        byPartition.keySet().removeAll(Set.copyOf(leaving.byPartition.keySet()));
    }
}
