package io.countersign.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Reason;
import io.countersign.wire.Reading.Unreadable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Records as bytes in Confluent's wire format, and back: one per process, safe for use by many threads. It registers
 * nothing: schemas are registered by provisioning.
 */
public final class WireFormat implements AutoCloseable {
    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;
    private static final int SCHEMAS_PER_SUBJECT = 1000;

    private final SchemaRegistryClient registry;
    private final RecordSerializer serializer;
    private final KafkaAvroDeserializer generic;
    private final Map<SchemaId, Reading<Schema>> writerSchemas = new ConcurrentHashMap<>();
    private final Map<Resolution, SpecificDatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    private WireFormat(SchemaRegistryClient registry, String url) {
        this.registry = registry;
        serializer = new RecordSerializer(registry, settings(url, true), HEADER_BYTES);
        generic = new KafkaAvroDeserializer(registry, settings(url, false));
    }

    /** The wire format by the registry at that URL; {@code mock://<scope>} is one in memory, for tests. */
    public static WireFormat of(String registryUrl) {
        return new WireFormat(registryClient(registryUrl), registryUrl);
    }

    /** A client of the registry at that URL, with the settings and the cache that we use everywhere. */
    public static SchemaRegistryClient registryClient(String registryUrl) {
        return SchemaRegistryClientFactory.newClient(
                List.of(registryUrl),
                SCHEMAS_PER_SUBJECT,
                List.of(new AvroSchemaProvider()),
                settings(registryUrl, true),
                Map.of());
    }

    /** What any client of Confluent's serializers is to be configured with. */
    public static Map<String, Object> settings(String registryUrl, boolean specificReader) {
        var settings = new HashMap<String, Object>();
        settings.put("schema.registry.url", registryUrl);
        settings.put("auto.register.schemas", false);
        settings.put("use.latest.version", false);
        settings.put("specific.avro.reader", specificReader);
        settings.put("avro.remove.java.properties", true);
        settings.put("value.subject.name.strategy", ContractSubjects.class.getName());
        settings.put("http.connect.timeout.ms", 2_000);
        settings.put("http.read.timeout.ms", 5_000);
        // Who waits for the registry decides for how long: a caller that gets RegistryAwayException soon can say so.
        settings.put("max.retries", 2);
        settings.put("retries.wait.ms", 100);
        settings.put("retries.max.wait.ms", 500);
        return settings;
    }

    /** The value of a record on that topic. */
    public byte[] encode(String topic, SpecificRecord value) {
        try {
            return serializer.serialize(topic, value);
        } catch (KafkaException e) {
            throw RegistryTrouble.isBehind(e)
                    ? new RegistryAwayException("cannot look up the schema of " + topic, e)
                    : e;
        }
    }

    /** Reads the value of a record on that topic, which has to be of that type. */
    public <T extends SpecificRecord> Reading<T> decode(String topic, byte @Nullable [] value, Class<T> type) {
        var schema = SpecificData.get().getSchema(type);
        return read(
                topic,
                value,
                schema,
                (bytes, writer) -> type.cast(readers.computeIfAbsent(
                                new Resolution(writer, schema),
                                each -> new SpecificDatumReader<>(each.writer(), each.reader()))
                        .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, length(bytes), null))));
    }

    /** Reads the value as a record of the schema that it was written with: what hashes and signatures cover. */
    public Reading<GenericRecord> decodeAsWritten(
            String topic, byte @Nullable [] value, Class<? extends SpecificRecord> type) {
        var schema = SpecificData.get().getSchema(type);
        return read(topic, value, schema, (bytes, writer) -> (GenericRecord) generic.deserialize(topic, bytes));
    }

    @Override
    public void close() {
        serializer.close();
        generic.close();
    }

    private record SchemaId(String topic, int id) {}

    /** A schema that something was written by, and the one that it is wanted in. */
    private record Resolution(Schema writer, Schema reader) {}

    private interface Decoder<T> {
        T decode(byte[] value, Schema writer) throws IOException;
    }

    private <T> Reading<T> read(String topic, byte @Nullable [] value, Schema expected, Decoder<T> decoder) {
        if (value == null) {
            return new Unreadable<>(Reason.NULL, "there is no value", null);
        }
        if (value.length < HEADER_BYTES || value[0] != MAGIC) {
            return new Unreadable<>(Reason.NO_MAGIC_BYTE, "does not begin with a zero byte and a schema id", null);
        }
        return switch (writerSchema(topic, ByteBuffer.wrap(value, 1, 4).getInt())) {
            case Unreadable<Schema>(var reason, var message, var cause) -> new Unreadable<>(reason, message, cause);
            case Decoded<Schema>(var writer) -> read(value, writer, expected, decoder);
        };
    }

    private static <T> Reading<T> read(byte[] value, Schema writer, Schema expected, Decoder<T> decoder) {
        if (!writer.getFullName().equals(expected.getFullName())) {
            var message = "is a " + writer.getFullName() + ", not a " + expected.getFullName();
            return new Unreadable<>(Reason.WRONG_RECORD, message, null);
        }
        var fault = AvroBody.fault(writer, ByteBuffer.wrap(value, HEADER_BYTES, length(value)));
        if (fault.isPresent()) {
            return new Unreadable<>(Reason.NOT_DECODABLE, "does not decode by its schema: " + fault.get(), null);
        }
        try {
            return new Decoded<>(decoder.decode(value, writer));
        } catch (IOException | RuntimeException e) {
            // Its schema is cached by now, so whatever is wrong is wrong with the bytes.
            return new Unreadable<>(Reason.NOT_DECODABLE, "does not decode by its schema", e);
        }
    }

    private static int length(byte[] value) {
        return value.length - HEADER_BYTES;
    }

    private Reading<Schema> writerSchema(String topic, int id) {
        var known = writerSchemas.get(new SchemaId(topic, id));
        return known == null ? askForWriterSchema(topic, id) : known;
    }

    private static Reading<Schema> bounded(Schema schema) {
        return SchemaSize.isBounded(schema)
                ? new Decoded<>(schema)
                : new Unreadable<>(
                        Reason.NOT_DECODABLE, "its schema holds more than " + SchemaSize.MOST + " values", null);
    }

    /** What an id means never changes, so it is asked for once. */
    private Reading<Schema> askForWriterSchema(String topic, int id) {
        try {
            var schema = registry.getSchemaBySubjectAndId(ContractSubjects.of(topic), id);
            if (!(schema.rawSchema() instanceof Schema avro)) {
                return new Unreadable<>(Reason.UNKNOWN_SCHEMA, "the schema of id " + id + " is not Avro", null);
            }
            var found = bounded(avro);
            writerSchemas.put(new SchemaId(topic, id), found);
            return found;
        } catch (RestClientException | IOException | RuntimeException e) {
            if (RegistryTrouble.isUnknownSchema(e)) {
                return new Unreadable<>(Reason.UNKNOWN_SCHEMA, "no Avro schema has the id " + id, e);
            }
            throw new RegistryAwayException("cannot look up the schema of id " + id, e);
        }
    }
}
