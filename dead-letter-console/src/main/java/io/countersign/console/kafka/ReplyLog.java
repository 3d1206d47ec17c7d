package io.countersign.console.kafka;

import io.countersign.v1.Reply;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.WireFormat;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The broker's answers: each is given to whoever waits for it in this process, if anybody does. */
@ApplicationScoped
@Default
@Identifier("replies")
public class ReplyLog implements KafkaConsumerRebalanceListener {
    private final WireFormat wire;
    private final ConcurrentHashMap<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private volatile boolean listening;

    ReplyLog(WireFormat wire) {
        this.wire = wire;
    }

    /** True once an answer to a command sent from now on cannot be missed. */
    boolean isListening() {
        return listening;
    }

    CompletableFuture<Reply> await(String requestId) {
        return waiting.computeIfAbsent(requestId, id -> new CompletableFuture<>());
    }

    void forget(String requestId) {
        waiting.remove(requestId);
    }

    /** Any instance reads all replies; only those that are waited for are decoded further than that. */
    @Incoming("replies")
    @Blocking
    public void read(ConsumerRecord<byte[], byte[]> record) {
        if (waiting.isEmpty()) {
            return;
        }
        if (wire.decode(record.topic(), record.value(), Reply.class) instanceof Decoded<Reply>(var reply)) {
            var waiter = waiting.get(reply.getRequestId());
            if (waiter != null) {
                waiter.complete(reply);
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        listening = !partitions.isEmpty();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        listening = false;
    }
}
