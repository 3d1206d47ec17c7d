package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a read wait until it sees everything that was committed on its partition when it began.
 *
 * <p>A transaction is committed when its coordinator says so; the partitions hear of it a little later, each by itself.
 * So a read waits for everything that was <em>written</em> when it began, and what of it is still open then is decided
 * within one commit interval. Where a transaction stays open, because its producer died, only what the partition knows to
 * be committed is waited for.
 */
final class CatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

    /** Many times what a commit takes from its acknowledgement to the last partition. */
    private static final Duration COMMIT = Duration.ofMillis(300);

    private final LogEnds written;
    private final LogEnds committed;
    private final LogTail tail;
    private final ViewPositions view;

    CatchUp(Admin admin, int partitions, LogTail tail, ViewPositions view, Duration patience) {
        this.written = LogEnds.written(admin, partitions, patience);
        this.committed = LogEnds.committed(admin, partitions, patience);
        this.tail = tail;
        this.view = view;
    }

    /** True once the tail has read what was committed; false if the time is up first. */
    boolean tail(int partition, Deadline deadline) throws InterruptedException {
        return reads(written, partition, deadline.butIn(COMMIT)) || reads(committed, partition, deadline);
    }

    /** True once also the view holds what was committed; to be called after {@link #tail}. */
    boolean view(int partition, Deadline deadline) throws InterruptedException {
        return holds(Topics.EVENTS, partition, deadline) && holds(Topics.CONTENTS, partition, deadline);
    }

    private boolean reads(LogEnds ends, int partition, Deadline deadline) throws InterruptedException {
        var now = now(ends, deadline);
        if (now.isEmpty()) {
            return false;
        }
        for (var end : now.entrySet()) {
            if (end.getKey().partition() == partition && !tail.awaitRead(end.getKey(), end.getValue(), deadline)) {
                return false;
            }
        }
        return true;
    }

    private static Map<TopicPartition, Long> now(LogEnds ends, Deadline deadline) throws InterruptedException {
        try {
            return ends.now().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Map.of();
        } catch (ExecutionException e) {
            LOG.warn("cannot see where the logs end: {}", String.valueOf(e.getCause()));
            return Map.of();
        }
    }

    private boolean holds(String topic, int partition, Deadline deadline) throws InterruptedException {
        var log = new TopicPartition(topic, partition);
        return view.await(log, tail.behindLastRecord(log), deadline);
    }
}
