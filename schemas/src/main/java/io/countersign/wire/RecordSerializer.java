package io.countersign.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Confluent's serializer for generated records. It would wrap a record's schema anew for every record, and then compute
 * the hash of the whole of it to look up its id; here a schema is wrapped once.
 */
final class RecordSerializer extends KafkaAvroSerializer {
    private final Map<Class<?>, AvroSchema> schemas = new ConcurrentHashMap<>();

    RecordSerializer(SchemaRegistryClient registry, Map<String, ?> settings) {
        super(registry, settings);
    }

    byte[] serialize(String topic, SpecificRecord record) {
        var schema = schemas.computeIfAbsent(record.getClass(), none -> wrapped(record));
        return serializeImpl(getSubjectName(topic, false, record, schema), topic, null, record, schema);
    }

    private AvroSchema wrapped(SpecificRecord record) {
        return new AvroSchema(AvroSchemaUtils.getSchema(
                record,
                useSchemaReflection,
                avroReflectionAllowNull,
                avroUseLogicalTypeConverters,
                removeJavaProperties,
                true));
    }
}
