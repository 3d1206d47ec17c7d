package io.countersign.policystream.stream;

import static java.util.stream.Collectors.joining;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.replay.Backtest;
import io.countersign.policystream.replay.BacktestReport;
import io.countersign.policystream.replay.Findings;
import io.countersign.policystream.replay.PartitionReplay;
import io.countersign.policystream.replay.Recording;
import io.countersign.policystream.replay.Span;
import io.countersign.v1.Cause;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Everything that a rig's partition read and what it recorded, to be decided once more. */
final class Tape implements Recording {

    private final Map<Cause, ConsumerRecord<byte[], byte[]>> inputs = new HashMap<>();
    private final List<IntentEvent> events = new ArrayList<>();

    /** Hears what the deciding node hears. */
    Processor<byte[], byte[], Void, Void> recorder() {
        return new Recorder();
    }

    void recorded(List<IntentEvent> more) {
        events.addAll(more);
    }

    long recordedEvents() {
        return events.size();
    }

    /** Changes what was recorded, as nobody should. */
    void tamper(String topic, long offset, UnaryOperator<byte[]> change) {
        inputs.computeIfPresent(
                new Cause(topic, 0, offset, null),
                (cause, record) -> record(
                        cause, record.timestamp(), record.key(), change.apply(record.value()), record.headers()));
    }

    /** Loses an input, as retention does. */
    void lose(String topic, long offset) {
        inputs.remove(new Cause(topic, 0, offset, null));
    }

    Findings replay(WireFormat wire, ControlLog controls) {
        return new PartitionReplay(this, new DecidedAgain(wire, new BundlesOf(controls), 0, 1), 0).run();
    }

    /** Decides by another bundle what was recorded from an instant on. */
    BacktestReport backtest(String bundle, Span span, WireFormat wire) {
        var backtest = new Backtest(((Bundle.Loaded) Bundle.read(bundle)).policy(), span, wire, 1, 100);
        backtest.run(this, 0);
        return backtest.report();
    }

    static String told(Findings findings) {
        return findings.told().stream().map(Object::toString).collect(joining("\n"));
    }

    @Override
    public List<ControlLog.Entry> standing() {
        return List.of();
    }

    @Override
    public Iterator<Recorded> events() {
        var all = new ArrayList<Recorded>();
        for (int i = 0; i < events.size(); i++) {
            all.add(new Recorded(i, events.get(i)));
        }
        return all.iterator();
    }

    @Override
    public Optional<ConsumerRecord<byte[], byte[]>> input(Cause cause) {
        return Optional.ofNullable(
                inputs.get(new Cause(cause.getTopic(), cause.getPartition(), cause.getOffset(), null)));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            Cause place, long timestamp, byte[] key, byte[] value, org.apache.kafka.common.header.Headers headers) {
        return new ConsumerRecord<>(
                place.getTopic(),
                place.getPartition(),
                place.getOffset(),
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private final class Recorder implements Processor<byte[], byte[], Void, Void> {

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
        private ProcessorContext<Void, Void> context;

        @Override
        public void init(ProcessorContext<Void, Void> given) {
            context = given;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            var at = context.recordMetadata().orElseThrow();
            var place = new Cause(at.topic(), at.partition(), at.offset(), null);
            inputs.put(place, record(place, record.timestamp(), record.key(), record.value(), record.headers()));
        }
    }

    /** The bundles alone: controls come from the events. */
    private record BundlesOf(ControlLog controls) implements ControlLog {
        @Override
        public List<Entry> after(long offset) {
            return List.of();
        }

        @Override
        public Optional<Policy> policy(String hash) {
            return controls.policy(hash);
        }

        @Override
        public long end() {
            return 0;
        }
    }
}
