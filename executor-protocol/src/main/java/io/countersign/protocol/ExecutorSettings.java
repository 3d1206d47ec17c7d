package io.countersign.protocol;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an executor connects, and what it takes on.
 *
 * <p>What the protocol depends on (acknowledgements, isolation, commits, offsets) is set by the library whatever {@code kafka}
 * says.
 *
 * @param bootstrapServers the Kafka brokers
 * @param registryUrl the schema registry (Confluent's API)
 * @param group the consumer group: the one that the action names as its {@code executor}
 * @param instance names this process in its outcomes and to the brokers; another one for each process
 * @param subscriptions the first that matches an action counts
 * @param drain how long running calls may go on when the executor closes, before they are cancelled
 * @param kafka further properties of every Kafka client, such as those of TLS and SASL
 */
public record ExecutorSettings(
        String bootstrapServers,
        String registryUrl,
        String group,
        String instance,
        List<Subscription> subscriptions,
        Duration drain,
        Map<String, String> kafka) {

    public ExecutorSettings {
        subscriptions = List.copyOf(subscriptions);
        kafka = Map.copyOf(kafka);
        if (subscriptions.isEmpty()) {
            throw new IllegalArgumentException("an executor without a subscription has nothing to do");
        }
    }

    /** An executor of these actions that gives its calls 25 s when it closes. */
    public static ExecutorSettings of(
            String bootstrapServers, String registryUrl, String group, String instance, Subscription... subscriptions) {
        return new ExecutorSettings(
                bootstrapServers,
                registryUrl,
                group,
                instance,
                List.of(subscriptions),
                Duration.ofSeconds(25),
                Map.of());
    }

    /** The properties of a Kafka client of this executor: the operator's own, where to connect and as whom, then these. */
    public Map<String, Object> kafkaProperties(Map<String, String> ours) {
        var properties = new HashMap<String, Object>(kafka);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", instance);
        properties.putAll(ours);
        return properties;
    }
}
