package io.countersign.console.kafka;

import io.countersign.console.projection.Projection;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Begins each partition where the database left off, or at its beginning. */
@ApplicationScoped
@Identifier("log")
public class LogPositions implements KafkaConsumerRebalanceListener {
    private final Projection projection;

    LogPositions(Projection projection) {
        this.projection = projection;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            try {
                projection
                        .nextOffset(partition.topic(), partition.partition())
                        .ifPresentOrElse(
                                next -> consumer.seek(partition, next),
                                () -> consumer.seekToBeginning(List.of(partition)));
            } catch (SQLException e) {
                throw new KafkaException("cannot read where " + partition + " was left", e);
            }
        }
    }
}
