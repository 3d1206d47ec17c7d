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

    /** Sets each subject's compatibility and then registers its schema; what is there already stays as it is. */
    public void registerAll() throws IOException, RestClientException {
        for (var subject : RecordTypes.bySubject().entrySet()) {
            registry.updateCompatibility(subject.getKey(), COMPATIBILITY);
            registry.register(subject.getKey(), new AvroSchema(subject.getValue()));
        }
    }
}
