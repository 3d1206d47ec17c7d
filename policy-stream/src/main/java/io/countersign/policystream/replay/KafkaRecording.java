package io.countersign.policystream.replay;

import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.v1.Cause;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of the log of a running product, as far as it was committed when it was opened. Events and inputs are read
 * in lock step, so that little of them is in memory.
 */
public final class KafkaRecording implements Recording, AutoCloseable {

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final int partition;
    private final Instant since;
    private final Map<String, TopicCursor> cursors = new HashMap<>();

    /** @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group */
    public KafkaRecording(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire, int partition) {
        this(consumers, wire, partition, Instant.EPOCH);
    }

    /** @param since what was recorded before this broker time is passed over */
    public KafkaRecording(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire, int partition, Instant since) {
        this.consumers = consumers;
        this.wire = wire;
        this.partition = partition;
        this.since = since;
    }

    @Override
    public Iterator<Recorded> events() {
        var events = cursor(Topics.EVENTS);
        if (since.isAfter(Instant.EPOCH)) {
            events.skipTo(since);
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public Recorded next() {
                return recorded(events.next());
            }
        };
    }

    @Override
    public List<ControlLog.Entry> standing() {
        return since.isAfter(Instant.EPOCH) ? EarlierControls.at(since, consumers.get(), wire) : List.of();
    }

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> input(Cause cause) {
        return cause.getPartition() == partition ? cursor(cause.getTopic()).at(cause.getOffset()) : Optional.empty();
    }

    @Override
    public void close() {
        cursors.values().forEach(TopicCursor::close);
    }

    private TopicCursor cursor(String topic) {
        return cursors.computeIfAbsent(
                topic, name -> new TopicCursor(consumers.get(), new TopicPartition(name, partition)));
    }

    private Recorded recorded(ConsumerRecord<byte[], byte[]> record) {
        return switch (wire.decode(Topics.EVENTS, record.value(), IntentEvent.class)) {
            case Decoded<IntentEvent>(var event) -> new Recorded(record.offset(), event);
            case Unreadable<IntentEvent> unreadable -> new Recorded(record.offset(), null);
        };
    }
}
