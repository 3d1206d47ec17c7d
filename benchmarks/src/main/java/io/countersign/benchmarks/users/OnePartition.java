package io.countersign.benchmarks.users;

import io.countersign.benchmarks.broker.ServiceSettings;
import io.countersign.policystream.stream.IntentTopology;
import io.countersign.policystream.stream.Outgoing;
import io.countersign.policystream.stream.TopologyParts;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * One partition that decides, on the stores that the topology gives it with the service's own settings, and without a
 * broker: its records go nowhere, and its stores have no changelog.
 */
final class OnePartition implements AutoCloseable {

    private static final int NUMBER = 0;
    private static final TaskId TASK = new TaskId(0, NUMBER);

    /** The store of all that it keeps of its users; its first byte says what a key is of. */
    private static final String STORE = "deciding";

    private final MockProcessorContext<byte[], Outgoing> context;
    private final Processor<byte[], byte[], byte[], Outgoing> processor;
    private int forwarded;
    private long offset;

    OnePartition(TopologyParts parts, Path state) {
        context = new MockProcessorContext<>(ServiceSettings.of("none:0", state, "users"), TASK, state.toFile());
        var supplier = new IntentTopology(parts).processors();
        for (StoreBuilder<?> builder : supplier.stores()) {
            StateStore store = builder.withLoggingDisabled().build();
            store.init(context.getStateStoreContext(), store);
        }
        context.setCurrentStreamTimeMs(0);
        processor = supplier.get();
        processor.init(context);
    }

    /** Decides about an intent that was appended at that time, in milliseconds. */
    void take(ProducerRecord<byte[], byte[]> intent, long time) {
        context.setRecordMetadata(intent.topic(), NUMBER, offset++);
        context.setCurrentSystemTimeMs(time);
        processor.process(new Record<>(intent.key(), intent.value(), time, intent.headers()));
        forwarded += context.forwarded().size();
        context.resetForwards();
    }

    /** How many records have gone out. */
    int forwarded() {
        return forwarded;
    }

    /** Everything that it keeps. */
    void kept(Consumer<KeyValue<Bytes, byte[]>> reader) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(STORE);
        try (var all = store.all()) {
            all.forEachRemaining(reader);
        }
    }

    /** Writes to disk what is in memory yet. */
    @SuppressWarnings("deprecation") // there is no other way to ask a store for it
    void flush() {
        context.<KeyValueStore<Bytes, byte[]>>getStateStore(STORE).flush();
    }

    @Override
    public void close() {
        processor.close();
        context.<StateStore>getStateStore(STORE).close();
    }
}
