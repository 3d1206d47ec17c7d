package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.v1.Session;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The orders that opened sessions, in the log itself, which keeps each for as long as its session may last: events say
 * where, and not what, because conditions are text. Safe for use by many threads, one at a time.
 */
public final class SessionLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final Duration patience;
    private @Nullable Consumer<byte[], byte[]> consumer;

    /** @param consumers makes consumers of bytes that read what is committed, in no group */
    public SessionLog(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire, Duration patience) {
        this.consumers = consumers;
        this.wire = wire;
        this.patience = patience;
    }

    /** What a session grants; empty if the log does not have it any more. A broker that is away is a Kafka exception. */
    public synchronized Optional<List<TaskGrant>> grants(SessionFacts session) {
        var log = new TopicPartition(Topics.SESSIONS, session.partition());
        var reading = consumer();
        reading.assign(List.of(log));
        reading.seek(log, session.offset());
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - until <= 0) {
            for (var record : reading.poll(POLL)) {
                return record.offset() == session.offset() ? grants(record) : Optional.empty();
            }
        }
        throw new TimeoutException("cannot read " + log + " in time");
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private Optional<List<TaskGrant>> grants(ConsumerRecord<byte[], byte[]> record) {
        return switch (wire.decode(Topics.SESSIONS, record.value(), Session.class)) {
            case Reading.Decoded<Session>(var order) ->
                Optional.of(order.getGrants().stream()
                        .map(grant -> new TaskGrant(grant.getAction(), grant.getWhen()))
                        .toList());
            case Reading.Unreadable<Session> unreadable -> Optional.empty();
        };
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumers.get();
        }
        return consumer;
    }
}
