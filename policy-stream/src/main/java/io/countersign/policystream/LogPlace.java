package io.countersign.policystream;

import io.countersign.contract.Topics;

/** Where the log of a running product is read: its broker, and the registry of its schemas. */
public record LogPlace(String kafka, String registry) {

    /** How many partitions the owner-keyed topics have. */
    static int partitions(KafkaClients clients) {
        try (var consumer = clients.reader()) {
            return consumer.partitionsFor(Topics.EVENTS).size();
        }
    }
}
