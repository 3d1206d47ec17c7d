package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a read wait until it sees everything that was committed on its partition when it began. */
final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    private final CommittedEnds ends;
    private final LogTail tail;
    private final ViewPositions view;

    CatchUp(CommittedEnds ends, LogTail tail, ViewPositions view) {
        this.ends = ends;
        this.tail = tail;
        this.view = view;
    }

    /** True once the tail has read what was committed; false if the time is up first. */
    boolean tail(int partition, Deadline deadline) throws InterruptedException {
        return reads(ends(deadline), partition, deadline);
    }

    /** True once also the view holds what was committed; to be called after {@link #tail}. */
    boolean view(int partition, Deadline deadline) throws InterruptedException {
        return holds(Topics.EVENTS, partition, deadline) && holds(Topics.CONTENTS, partition, deadline);
    }

    private Map<TopicPartition, Long> ends(Deadline deadline) throws InterruptedException {
        try {
            return ends.now().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Map.of();
        } catch (ExecutionException e) {
            LOG.warn("cannot see where the logs end: {}", String.valueOf(e.getCause()));
            return Map.of();
        }
    }

    private boolean reads(Map<TopicPartition, Long> committed, int partition, Deadline deadline)
            throws InterruptedException {
        if (committed.isEmpty()) {
            return false;
        }
        for (var end : committed.entrySet()) {
            if (end.getKey().partition() == partition && !tail.awaitRead(end.getKey(), end.getValue(), deadline)) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String topic, int partition, Deadline deadline) throws InterruptedException {
        var log = new TopicPartition(topic, partition);
        return view.await(log, tail.behindLastRecord(log), deadline);
    }
}
