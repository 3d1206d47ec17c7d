package io.countersign.policystream.activation;

import io.countersign.contract.Topics;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches the audit log for the partitions' own word that they have adopted a control: from where it ends when the watch
 * begins, which therefore has to be before the control is written. Serves one control.
 */
final class AdoptionWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final WireFormat wire;
    private final TreeSet<Integer> missing = new TreeSet<>();

    AdoptionWatch(Consumer<byte[], byte[]> consumer, WireFormat wire, int partitions) {
        this.consumer = consumer;
        this.wire = wire;
        IntStream.range(0, partitions).forEach(missing::add);
        var log = missing.stream()
                .map(partition -> new TopicPartition(Topics.EVENTS, partition))
                .toList();
        consumer.assign(log);
        consumer.seekToEnd(log);
        // Where the end is, is asked when it is first needed: which must be now.
        log.forEach(consumer::position);
    }

    /** The partitions that have not adopted the control, or a later one, when the time is up. */
    List<Integer> missing(long control, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (!missing.isEmpty() && System.nanoTime() - until < 0) {
            for (var record : consumer.poll(POLL)) {
                if (adopts(record, control)) {
                    missing.remove(record.partition());
                }
            }
        }
        return List.copyOf(missing);
    }

    private boolean adopts(ConsumerRecord<byte[], byte[]> record, long control) {
        return wire.decode(Topics.EVENTS, record.value(), IntentEvent.class)
                        instanceof Reading.Decoded<IntentEvent>(var event)
                && event.getControlOffset() != null
                && event.getControlOffset() >= control;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
