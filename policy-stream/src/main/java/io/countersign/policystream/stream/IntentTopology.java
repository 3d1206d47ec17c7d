package io.countersign.policystream.stream;

import io.countersign.contract.Topics;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Intents, cancellations, sessions, reviews, outcomes and ticks in; events, approvals, replies, directives and letters out. */
public final class IntentTopology {

    /**
     * The setting that says after how many milliseconds a thread commits what it has decided, as long as it keeps up with
     * what comes. One that is behind commits at Kafka Streams' own interval.
     */
    public static final String COMMIT_SOON = Cadence.SOON;

    static final String INPUTS = "inputs";
    static final String DECIDE = "decide";
    static final String APPROVED = "approved";

    private static final String[] SOURCES = {
        Topics.SUBMITTED, Topics.CANCELLATIONS, Topics.SESSIONS, Topics.REVIEWS, Topics.OUTCOMES, Topics.TICKS
    };
    private static final String[] SINKS = {
        Topics.EVENTS,
        Topics.CONTENTS,
        Topics.REPLIES,
        Topics.DIRECTIVES,
        Topics.DEAD_LETTER,
        Topics.TICKS,
        Topics.SUBMITTED,
        Topics.CANCELLATIONS,
        Topics.SESSIONS,
        Topics.REVIEWS,
        Topics.OUTCOMES
    };

    private final TopologyParts parts;

    public IntentTopology(TopologyParts parts) {
        this.parts = parts;
    }

    /** Adds the nodes and stores to a topology. */
    public void addTo(Topology topology) {
        topology.addSource(INPUTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), SOURCES);
        topology.addProcessor(DECIDE, processors(), INPUTS);
        for (var sink : SINKS) {
            topology.addSink(
                    sink, sink, new ByteArraySerializer(), new OutgoingSerializer(), new OutgoingPartitioner(), DECIDE);
        }
        topology.addSink(
                APPROVED,
                new OfAction(),
                new ByteArraySerializer(),
                new OutgoingSerializer(),
                new OutgoingPartitioner(),
                DECIDE);
    }

    /** What decides, with the stores that it needs, and without the topics around it. */
    public ProcessorSupplier<byte[], byte[], byte[], Outgoing> processors() {
        return new DecidingProcessors(parts);
    }

    /** The topic to which an application's partitions write which controls they have adopted. */
    public static String changelogOfControls(String applicationId) {
        return applicationId + "-" + Deciding.CONTROLS + "-changelog";
    }

    /** An approval goes to the topic of its action; the shape shows it by these words. */
    private record OfAction() implements TopicNameExtractor<byte[], Outgoing> {

        @Override
        public String extract(byte[] key, Outgoing outgoing, RecordContext context) {
            return outgoing.topic();
        }

        @Override
        public String toString() {
            return "intents.approved.<action>";
        }
    }

    private record DecidingProcessors(TopologyParts parts)
            implements ProcessorSupplier<byte[], byte[], byte[], Outgoing> {

        @Override
        public Processor<byte[], byte[], byte[], Outgoing> get() {
            return new IntentProcessor(parts);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Deciding.stores();
        }
    }
}
