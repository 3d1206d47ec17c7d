package io.countersign.benchmarks.broker;

import io.countersign.contract.Topics;
import io.countersign.policystream.store.Kept;
import io.countersign.v1.Intent;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The least that any topology with these records and this guarantee does: an intent is decoded, encoded again and written
 * to a topic, with one read and one write of a store on the way, or without.
 */
record Floor(WireFormat wire, String output, boolean withStore) implements Supplier<Topology> {

    private static final String STORE = "floor";

    @Override
    public Topology get() {
        var topology = new Topology();
        var bytes = new ByteArraySerializer();
        topology.addSource("intents", new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.SUBMITTED);
        topology.addProcessor("pass", Passing::new, "intents");
        if (withStore) {
            topology.addStateStore(Kept.store(STORE), "pass");
        }
        topology.addSink("out", output, bytes, bytes, "pass");
        return topology;
    }

    private final class Passing implements Processor<byte[], byte[], byte[], byte[]> {

        private ProcessorContext<byte[], byte[]> context;
        private @Nullable KeyValueStore<Bytes, byte[]> store;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
        Passing() {}

        @Override
        public void init(ProcessorContext<byte[], byte[]> processorContext) {
            context = processorContext;
            store = withStore ? context.getStateStore(STORE) : null;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (!(wire.decode(Topics.SUBMITTED, record.value(), Intent.class)
                    instanceof Reading.Decoded<Intent>(Intent intent))) {
                throw new IllegalStateException("not an intent");
            }
            var value = wire.encode(Topics.SUBMITTED, intent);
            if (store != null) {
                var owner = Bytes.wrap(record.key());
                store.get(owner);
                store.put(owner, value);
            }
            context.forward(record.withValue(value));
        }
    }
}
