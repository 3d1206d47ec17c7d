package io.countersign.stack;

import io.countersign.stack.embedded.EmbeddedBroker;
import io.countersign.stack.embedded.EmbeddedRegistry;
import io.countersign.stack.process.ProcessRecords;

/** A broker and the registry that holds its records' schemas. */
public record Messaging(Broker broker, Registry registry) {

    static Messaging embedded(Installation installation, DataDirectory data, ProcessRecords records, Ports ports) {
        return new Messaging(
                new EmbeddedBroker(installation, data, records, ports.of(Port.KAFKA)),
                new EmbeddedRegistry(installation, data, records, ports.of(Port.REGISTRY)));
    }
}
