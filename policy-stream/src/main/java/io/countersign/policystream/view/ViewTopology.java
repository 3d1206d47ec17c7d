package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import io.countersign.policystream.store.Kept;
import io.countersign.wire.WireFormat;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

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
        topology.addProcessor(FOLD_EVENTS, this::eventProjection, EVENTS);
        topology.addProcessor(FOLD_CONTENTS, this::contentProjection, CONTENTS);
        // Named together, both share the store, which makes them one sub-topology: suppliers that each bring the same
        // store along end up in two, each with a copy of it.
        topology.addStateStore(Kept.store(ViewStores.STORE), FOLD_EVENTS, FOLD_CONTENTS);
    }

    private Projection eventProjection() {
        return new Projection(Topics.EVENTS, positions, task -> new EventFold(reader, task));
    }

    private Projection contentProjection() {
        return new Projection(Topics.CONTENTS, positions, task -> new ContentFold(reader, task));
    }
}
