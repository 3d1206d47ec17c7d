package io.countersign.protocol.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** One lane for each topic, so that a slow action holds back no other. Belongs to the consumer's thread. */
final class Lanes {

    private final ApprovedTopics topics;
    private final Map<String, Lane> byTopic = new HashMap<>();

    Lanes(ApprovedTopics topics) {
        this.topics = topics;
    }

    void add(Lane.Waiting approval) {
        byTopic.computeIfAbsent(approval.record().topic(), topic -> new Lane(topics.inFlight(topic)))
                .add(approval);
    }

    /** Starts whatever has its turn. */
    void startNext(BiConsumer<Lane, Lane.Waiting> start) {
        for (var lane : byTopic.values()) {
            for (var next = lane.next(); next.isPresent(); next = lane.next()) {
                start.accept(lane, next.get());
            }
        }
    }

    /** Those of these partitions of which no more should be read for now. */
    Set<TopicPartition> full(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> isFull(partition.topic()))
                .collect(Collectors.toSet());
    }

    private boolean isFull(String topic) {
        var lane = byTopic.get(topic);
        return lane != null && lane.isFull();
    }

    /** True if nothing runs. */
    boolean areIdle() {
        return byTopic.values().stream().allMatch(Lane::isIdle);
    }
}
