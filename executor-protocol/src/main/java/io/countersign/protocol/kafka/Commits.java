package io.countersign.protocol.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer's commits: one at a time, each for all partitions that have moved on. */
final class Commits {

    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final Consumer<byte[], byte[]> consumer;
    private boolean underWay;

    Commits(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins a commit, unless one is under way or there is nothing to commit. */
    void begin(Claims claims) {
        var offsets = claims.committable();
        if (underWay || offsets.isEmpty()) {
            return;
        }
        underWay = true;
        var asked = claims.copy();
        consumer.commitAsync(offsets, (committed, failure) -> {
            underWay = false;
            if (failure == null) {
                asked.committed(committed);
            } else {
                failed(failure);
            }
        });
    }

    /** It is tried again on the next turn; if the partitions are lost, the group says so and nothing begins. */
    private static void failed(@Nullable Exception failure) {
        if (!(failure instanceof RetriableException || failure instanceof RebalanceInProgressException)) {
            LOG.warn("A commit failed. cause={}", String.valueOf(failure));
        }
    }

    /** Commits and waits, for partitions that are about to go; true if the broker took it. */
    boolean finish(Claims leaving, Duration limit) {
        var offsets = leaving.committable();
        if (offsets.isEmpty()) {
            return true;
        }
        try {
            consumer.commitSync(offsets, limit);
            leaving.committed(offsets);
            return true;
        } catch (WakeupException again) {
            return finish(leaving, limit);
        } catch (RebalanceInProgressException | CommitFailedException gone) {
            LOG.info("Partitions went before their last commit. cause={}", gone.toString());
            return false;
        } catch (KafkaException failure) {
            LOG.warn("The last commit of partitions that go failed. cause={}", failure.toString());
            return false;
        }
    }
}
