package io.countersign.protocol.kafka;

import io.countersign.protocol.ExecutorSettings;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The properties of our consumers: the operator's own, then those that the protocol depends on. */
final class ClientProperties {

    /** How soon the topic of a new action is found, unless the operator wants it otherwise: five minutes by Kafka's default. */
    private static final String NEW_TOPICS_WITHIN_MILLIS = "10000";

    private ClientProperties() {}

    /** A consumer that sees committed records only and never commits by itself. */
    static Map<String, Object> ofConsumer(ExecutorSettings settings, Map<String, String> ours) {
        var properties = settings.kafkaProperties(ours);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putIfAbsent(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, NEW_TOPICS_WITHIN_MILLIS);
        return properties;
    }
}
