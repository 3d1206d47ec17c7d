package io.countersign.policystream.replytopic;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/**
 * Events and contents in; those of intents that name a topic for answers out again, to that topic, as they are. It keeps nothing.
 * Each is copied exactly once, for readers of committed records; those of one owner stay in one partition, and events in order.
 */
public final class CopyTopology {

    static final String COPY = "copy";
    static final String LOG = "log";
    static final String ANSWERS = "answers";

    private final ReplyTopicRule rule;
    private final MeterRegistry meters;

    public CopyTopology(ReplyTopicRule rule, MeterRegistry meters) {
        this.rule = rule;
        this.meters = meters;
    }

    public Topology get() {
        var topology = new Topology();
        var bytes = new ByteArrayDeserializer();
        topology.addSource(LOG, bytes, bytes, Topics.EVENTS, Topics.CONTENTS);
        topology.addProcessor(COPY, () -> new CopyProcessor(rule, meters), LOG);
        topology.addSink(
                ANSWERS,
                new NamedByHeader(),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                new PlaceOfOwner(),
                COPY);
        return topology;
    }

    /** The topic that a record's header names, if it has the header. */
    static Optional<String> named(org.apache.kafka.common.header.Headers headers) {
        return Optional.ofNullable(headers.lastHeader(Headers.REPLY_TO))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8));
    }

    /** The owner's part of the key of an event, which is all of it, or of a content, behind which an intent's id follows. */
    static String ownerKey(byte[] key) {
        var text = new String(key, StandardCharsets.UTF_8);
        int end = text.indexOf('/', text.indexOf('/') + 1);
        return end < 0 ? text : text.substring(0, end);
    }

    private record NamedByHeader() implements TopicNameExtractor<byte[], byte[]> {

        @Override
        public String extract(byte[] key, byte[] value, RecordContext context) {
            return named(context.headers()).orElseThrow();
        }

        @Override
        public String toString() {
            return "<" + Headers.REPLY_TO + ">";
        }
    }

    /** An owner's events and contents have different keys, of which the owner's is the beginning: it alone says where. */
    private static final class PlaceOfOwner implements StreamPartitioner<byte[], byte[]> {

        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
            return Optional.of(Set.of(Owner.partitionOf(ownerKey(key), partitions)));
        }
    }
}
