package io.countersign.provisioning;

import java.time.Duration;
import java.util.Map;

/**
 * Where and how the topics are made.
 *
 * @param kafka the broker's bootstrap servers
 * @param registry the URL of the registry's Confluent API
 * @param partitions of every topic that is keyed by owner; never to be changed afterwards
 * @param replication of every topic
 * @param patience how long to wait for a broker or a registry that is still starting
 */
public record ProvisioningSettings(String kafka, String registry, int partitions, int replication, Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From {@code COUNTERSIGN_KAFKA}, {@code _REGISTRY}, {@code _PARTITIONS} and {@code _REPLICATION}. */
    public static ProvisioningSettings of(Map<String, String> environment) {
        return new ProvisioningSettings(
                environment.getOrDefault("COUNTERSIGN_KAFKA", "127.0.0.1:9092"),
                environment.getOrDefault("COUNTERSIGN_REGISTRY", "http://127.0.0.1:8081/apis/ccompat/v7"),
                number(environment, "COUNTERSIGN_PARTITIONS", 4),
                number(environment, "COUNTERSIGN_REPLICATION", 1),
                PATIENCE);
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        var text = environment.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " has to be a number, but is " + text, e);
        }
    }
}
