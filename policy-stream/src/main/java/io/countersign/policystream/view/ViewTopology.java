package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.wire.WireFormat;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Committed events and contents in, the view's stores out: a sub-topology of its own, so that nothing that is asked waits
 * for what is decided, nor the other way round.
 */
public final class ViewTopology {

    static final String EVENTS = "view-events";
    static final String CONTENTS = "view-contents";
    static final String FOLD_EVENTS = "view-fold-events";
    static final String FOLD_CONTENTS = "view-fold-contents";

    private final RecordReader reader;
    private final ViewPositions positions;

    public ViewTopology(WireFormat wire, ViewPositions positions) {
        this.reader = new RecordReader(wire);
        this.positions = positions;
    }

    /** Adds the nodes and stores to a topology. */
    public void addTo(Topology topology) {
        var bytes = new ByteArrayDeserializer();
        topology.addSource(EVENTS, bytes, bytes, Topics.EVENTS);
        topology.addSource(CONTENTS, bytes, bytes, Topics.CONTENTS);
        var stores = ViewStores.builders();
        topology.addProcessor(FOLD_EVENTS, new Folding(() -> new EventProjection(reader, positions), stores), EVENTS);
        topology.addProcessor(
                FOLD_CONTENTS, new Folding(() -> new ContentProjection(reader, positions), stores), CONTENTS);
    }

    /** Both share the stores, which makes them one sub-topology. */
    private record Folding(Supplier<Processor<byte[], byte[], Void, Void>> processor, Set<StoreBuilder<?>> stores)
            implements ProcessorSupplier<byte[], byte[], Void, Void> {

        @Override
        public Processor<byte[], byte[], Void, Void> get() {
            return processor.get();
        }
    }
}
