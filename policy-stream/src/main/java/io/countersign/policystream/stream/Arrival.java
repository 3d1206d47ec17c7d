package io.countersign.policystream.stream;

import io.countersign.contract.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The input record that is being processed: what its effects name as their cause.
 *
 * @param timestamp its append time, in milliseconds
 * @param intentId the intent that it speaks of, once it has been read
 */
record Arrival(
        String topic,
        int partition,
        long offset,
        long timestamp,
        @Nullable String intentId,
        Record<byte[], byte[]> record) {

    @Nullable
    String requestId() {
        return header(Headers.REQUEST_ID);
    }

    @Nullable
    String traceparent() {
        return header(Headers.TRACEPARENT);
    }

    boolean isRerouted() {
        return record.headers().lastHeader(Headers.REROUTED) != null;
    }

    @Nullable
    String header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The same record, of which is known that it speaks of this intent. */
    Arrival about(String id) {
        return new Arrival(topic, partition, offset, timestamp, id, record);
    }
}
