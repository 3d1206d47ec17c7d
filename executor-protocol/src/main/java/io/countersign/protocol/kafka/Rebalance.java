package io.countersign.protocol.kafka;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executor instances come and go: nothing begins on a partition that another one may have. */
final class Rebalance implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);
    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    /** How long a partition that goes is kept for what crosses from its commit to its call. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final Claims claims;
    private final Commits commits;
    private final Inbox inbox;
    private final Runnable assigned;

    Rebalance(Claims claims, Commits commits, Inbox inbox, Runnable assigned) {
        this.claims = claims;
        this.commits = commits;
        this.inbox = inbox;
        this.assigned = assigned;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        assigned.run();
    }

    /** What is between its commit and its call gets to the call first; calls that run may go on. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        var leaving = claims.on(partitions);
        leaving.release();
        var deadline = System.nanoTime() + LIMIT.toNanos();
        inbox.run();
        while (commits.finish(leaving, LIMIT) && leaving.isCrossed() && System.nanoTime() - deadline < 0) {
            inbox.runNext(ASK_AGAIN);
        }
        claims.lose(leaving);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        LOG.warn("Partitions were lost: this process was away from its group for too long. partitions={}", partitions);
        claims.lose(claims.on(partitions));
    }
}
