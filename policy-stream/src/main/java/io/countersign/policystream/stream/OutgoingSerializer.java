package io.countersign.policystream.stream;

import org.apache.kafka.common.serialization.Serializer;

/** The bytes of an outgoing record: they were encoded when it was made. */
final class OutgoingSerializer implements Serializer<Outgoing> {

    @Override
    public byte[] serialize(String topic, Outgoing outgoing) {
        return outgoing.value();
    }
}
