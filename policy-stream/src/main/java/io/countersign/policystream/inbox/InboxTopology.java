package io.countersign.policystream.inbox;

import io.countersign.contract.Topics;
import io.countersign.wire.WireFormat;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/** Agents' records in; intents and letters out. It keeps nothing. */
public final class InboxTopology {

    static final String ADMIT = "admit";

    private final Admission admission;
    private final WireFormat wire;
    private final InboxLog log;

    public InboxTopology(Admission admission, WireFormat wire, InboxLog log) {
        this.admission = admission;
        this.wire = wire;
        this.log = log;
    }

    public Topology get() {
        var topology = new Topology();
        topology.addSource(Topics.INBOX, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.INBOX);
        topology.addProcessor(ADMIT, () -> new InboxProcessor(admission, wire, log), Topics.INBOX);
        for (var sink : new String[] {Topics.SUBMITTED, Topics.DEAD_LETTER}) {
            topology.addSink(sink, sink, new ByteArraySerializer(), new ByteArraySerializer(), ADMIT);
        }
        return topology;
    }
}
