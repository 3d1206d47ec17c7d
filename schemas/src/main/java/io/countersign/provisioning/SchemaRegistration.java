package io.countersign.provisioning;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.countersign.wire.RecordTypes;
import io.countersign.wire.WireFormat;
import java.io.IOException;

/** Registers every schema of the contract under its subject. */
public final class SchemaRegistration {
    /** Old readers read new records and new readers old ones, for all released versions. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private final SchemaRegistryClient registry;

    public SchemaRegistration(SchemaRegistryClient registry) {
        this.registry = registry;
    }

    /** At the registry of that URL; {@code mock://<scope>} is one in memory, for tests. */
    public static SchemaRegistration at(String registryUrl) {
        return new SchemaRegistration(WireFormat.registryClient(registryUrl));
    }

    /**
     * Sets each subject's compatibility and then registers its schema; what is there already stays as it is. Several may
     * do so at once.
     */
    public void registerAll() throws IOException, RestClientException {
        for (var subject : RecordTypes.bySubject().entrySet()) {
            var schema = new AvroSchema(subject.getValue());
            try {
                register(subject.getKey(), schema);
            } catch (RestClientException maybeOutrun) {
                // A registry may refuse to make what somebody else is just making: then the second time finds it made.
                register(subject.getKey(), schema);
            }
        }
    }

    private void register(String subject, AvroSchema schema) throws IOException, RestClientException {
        registry.updateCompatibility(subject, COMPATIBILITY);
        registry.register(subject, schema);
    }
}
