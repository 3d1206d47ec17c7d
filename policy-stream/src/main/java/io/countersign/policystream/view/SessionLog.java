package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.v1.Session;
import io.countersign.wire.Reading;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders that opened sessions, in the log itself, which keeps each for as long as its session may last: events say
 * where, and not what, because conditions are text. Safe for use by many threads, one at a time.
 */
public final class SessionLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Consumer<byte[], byte[]> consumer;

    /** @param consumers makes consumers of bytes that read what is committed, in no group */
    public SessionLog(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire, Duration patience) {
        this.consumers = consumers;
        this.wire = wire;
        this.patience = patience;
    }

    /** What a session grants. Who waits for others waits no longer for them than for the log. */
    public SessionGrants grants(SessionFacts session) {
        if (!isMyTurn()) {
            return new SessionGrants.Away();
        }
        try {
            return read(session);
        } catch (KafkaException | RegistryAwayException away) {
            LOG.warn("what session {} grants cannot be read", session.id(), away);
            return new SessionGrants.Away();
        } finally {
            turn.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private SessionGrants read(SessionFacts session) {
        var log = new TopicPartition(Topics.SESSIONS, session.partition());
        var reading = consumer();
        reading.assign(List.of(log));
        reading.seek(log, session.offset());
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - until <= 0) {
            for (var record : reading.poll(POLL)) {
                return record.offset() == session.offset() ? grants(record) : new SessionGrants.Forgotten();
            }
        }
        return new SessionGrants.Away();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            if (consumer != null) {
                consumer.close();
            }
        } finally {
            turn.unlock();
        }
    }

    private SessionGrants grants(ConsumerRecord<byte[], byte[]> record) {
        return switch (wire.decode(Topics.SESSIONS, record.value(), Session.class)) {
            case Reading.Decoded<Session>(var order) ->
                new SessionGrants.Known(order.getGrants().stream()
                        .map(grant -> new TaskGrant(grant.getAction(), grant.getWhen()))
                        .toList());
            case Reading.Unreadable<Session> unreadable -> new SessionGrants.Forgotten();
        };
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = consumers.get();
        }
        return consumer;
    }
}
