package io.countersign.policystream.view;

import org.apache.kafka.common.TopicPartition;

/**
 * How far the view of this process has come. What a task has committed it has processed, wherever it ran; a task that
 * starts anew begins where it has committed, so what it had processed beyond counts no longer.
 */
public final class ViewPositions {

    private final Offsets processed = new Offsets();

    void restarted(String topic, int partition) {
        processed.set(new TopicPartition(topic, partition), 0);
    }

    void processed(String topic, int partition, long offset) {
        processed.raise(new TopicPartition(topic, partition), offset + 1);
    }

    /** Everything before that offset is in the stores. */
    void committed(TopicPartition partition, long next) {
        processed.raise(partition, next);
    }

    boolean await(TopicPartition partition, long next, Deadline deadline) throws InterruptedException {
        return processed.await(partition, next, deadline);
    }
}
