package io.countersign.policystream.stream;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends each record to the partition that it names. */
final class OutgoingPartitioner implements StreamPartitioner<byte[], Outgoing> {

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, Outgoing value, int partitions) {
        return Optional.of(Set.of(value.partition()));
    }
}
