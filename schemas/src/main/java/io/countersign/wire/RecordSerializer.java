package io.countersign.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Confluent's serializer for generated records. It asks for the id of a record's schema each time, in a cache that counts
 * its own queue with every hit: a twelfth of a decision. What id a schema has in a subject never changes, so here the
 * first record of a kind on a topic goes its way, and those after it get the same header.
 */
final class RecordSerializer extends KafkaAvroSerializer {

    private final int headerBytes;
    private final Map<Kind, Writer> writers = new ConcurrentHashMap<>();

    RecordSerializer(SchemaRegistryClient registry, Map<String, ?> settings, int headerBytes) {
        super(registry, settings);
        this.headerBytes = headerBytes;
    }

    byte[] serialize(String topic, SpecificRecord record) {
        var kind = new Kind(topic, record.getClass());
        var writer = writers.get(kind);
        return writer == null ? first(kind, record) : writer.bytes(record);
    }

    private byte[] first(Kind kind, SpecificRecord record) {
        var schema = new AvroSchema(AvroSchemaUtils.getSchema(
                record,
                useSchemaReflection,
                avroReflectionAllowNull,
                avroUseLogicalTypeConverters,
                removeJavaProperties,
                true));
        var subject = getSubjectName(kind.topic(), false, record, schema);
        var bytes = serializeImpl(subject, kind.topic(), null, record, schema);
        writers.put(kind, new Writer(Arrays.copyOf(bytes, headerBytes), new RecordWriter(schema.rawSchema())));
        return bytes;
    }

    private record Kind(String topic, Class<?> type) {}

    private record Writer(byte[] header, RecordWriter body) {

        byte[] bytes(SpecificRecord record) {
            var out = new AvroBytes();
            out.writeFixed(header, 0, header.length);
            try {
                body.write(record, out);
            } catch (IOException | RuntimeException e) {
                throw new SerializationException(
                        "cannot write a " + record.getSchema().getFullName(), e);
            }
            return out.toByteArray();
        }
    }
}
