package io.countersign.protocol.kafka;

import io.countersign.protocol.ExecutorSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The properties of our Kafka clients: the operator's own, then those that the protocol depends on. */
final class ClientProperties {

    /** How soon the topic of a new action is found, unless the operator wants it otherwise: five minutes by Kafka's default. */
    private static final String NEW_TOPICS_WITHIN_MILLIS = "10000";

    private ClientProperties() {}

    static Map<String, Object> of(ExecutorSettings settings, Map<String, String> ours) {
        var properties = new HashMap<String, Object>(settings.kafka());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.instance());
        properties.putAll(ours);
        return properties;
    }

    /** A consumer that sees committed records only and never commits by itself. */
    static Map<String, Object> ofConsumer(ExecutorSettings settings, Map<String, String> ours) {
        var properties = of(settings, ours);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putIfAbsent(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, NEW_TOPICS_WITHIN_MILLIS);
        return properties;
    }
}
