package io.countersign.stack.demo;

import io.countersign.contract.Headers;
import io.countersign.contract.Topics;
import io.countersign.v1.Intent;
import io.countersign.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An agent that acts for a user and speaks Kafka: it publishes its intents. */
final class Publisher {

    private final String kafka;
    private final String registry;
    private final String token;

    Publisher(String kafka, String registry, String token) {
        this.kafka = kafka;
        this.registry = registry;
        this.token = token;
    }

    /** Leaves to the door what is not an agent's to say. */
    void publish(String key, String action, String parameters) {
        var intent = Intent.newBuilder()
                .setId(key)
                .setTenant("")
                .setUser("")
                .setAgent("")
                .setAction(action)
                .setParameters(parameters)
                .setNonce(ByteBuffer.allocate(0))
                .setSubmittedAt(Instant.now())
                .build();
        var settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        try (var wire = WireFormat.of(registry);
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<byte[], byte[]>(Topics.INBOX, wire.encode(Topics.INBOX, intent));
            record.headers().add(Headers.AUTHORIZATION, ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
            producer.send(record);
        }
    }
}
