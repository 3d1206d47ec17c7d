package io.countersign.policystream.stream;

import io.countersign.contract.Headers;
import io.countersign.contract.Topics;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Forwards records to the sinks, each to its owner's partition. Their timestamps are the partition's time; the broker
 * replaces them by the time at which it appends them.
 */
final class Emitter implements Outputs {

    private final ProcessorContext<byte[], Outgoing> context;
    private final WireFormat wire;
    private final PartitionState self;
    private final int partitions;

    Emitter(ProcessorContext<byte[], Outgoing> context, WireFormat wire, PartitionState self, int partitions) {
        this.context = context;
        this.wire = wire;
        this.self = self;
        this.partitions = partitions;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public void keyed(
            String topic,
            @Nullable String key,
            int partition,
            SpecificRecord value,
            @Nullable String traceparent,
            @Nullable String replyTo) {
        var headers = new RecordHeaders();
        add(headers, Headers.TRACEPARENT, traceparent);
        add(headers, Headers.REPLY_TO, replyTo);
        var bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        forward(bytes, new Outgoing(topic, partition, wire.encode(topic, value)), headers);
    }

    @Override
    public void raw(byte @Nullable [] key, String topic, int partition, byte[] value, RecordHeaders headers) {
        forward(key, new Outgoing(topic, partition, value), headers);
    }

    private static void add(RecordHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void forward(byte @Nullable [] key, Outgoing outgoing, RecordHeaders headers) {
        var record = new Record<byte @Nullable [], Outgoing>(key, outgoing, self.now(), headers);
        var sink = outgoing.topic().startsWith(Topics.APPROVED_PREFIX) ? IntentTopology.APPROVED : outgoing.topic();
        context.forward(record, sink);
    }
}
