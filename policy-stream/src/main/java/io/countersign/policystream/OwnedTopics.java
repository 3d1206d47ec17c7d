package io.countersign.policystream;

import io.countersign.contract.Topics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The topics whose partition is their owner's, and the one whose records come to lie there: they must all have the number of
 * partitions that we count with.
 */
final class OwnedTopics {

    private static final List<String> NAMES = List.of(
            Topics.INBOX,
            Topics.SUBMITTED,
            Topics.CANCELLATIONS,
            Topics.SESSIONS,
            Topics.REVIEWS,
            Topics.OUTCOMES,
            Topics.TICKS,
            Topics.DIRECTIVES,
            Topics.EVENTS,
            Topics.CONTENTS,
            Topics.REPLIES,
            Topics.OUTPUT,
            Topics.DEAD_LETTER);

    private OwnedTopics() {}

    /** What is wrong with them, if something is; topics that are missing, and a broker that is away, are a Kafka exception. */
    static Optional<String> fault(Admin admin, int partitions) {
        try {
            return admin.describeTopics(NAMES).allTopicNames().get().values().stream()
                    .filter(topic -> topic.partitions().size() != partitions)
                    .findFirst()
                    .map(topic -> topic.name() + " has " + topic.partitions().size()
                            + " partitions, COUNTERSIGN_PARTITIONS says " + partitions);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException trouble
                    ? trouble
                    : new KafkaException("cannot look at the topics", e.getCause());
        }
    }
}
