package io.countersign.stack;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.countersign.contract.Topics;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningException;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.v1.Tick;
import io.countersign.wire.RecordTypes;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Provisioning on the real broker and registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvisioningIT {
    private static final LocalStack STACK = LocalStack.shared();

    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", STACK.broker().bootstrapServers()));
    private final SchemaRegistryClient registry =
            WireFormat.registryClient(STACK.registry().url());

    @BeforeAll
    void provision() {
        STACK.provision("orders.refund");
    }

    @AfterAll
    void close() {
        admin.close();
    }

    @Test
    void topics_are_what_the_contract_says() throws Exception {
        assertThat(admin.listTopics().names().get()).containsAll(Topics.ALL).contains("intents.approved.orders.refund");

        assertThat(setting(Topics.EVENTS, "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(setting(Topics.EVENTS, "retention.ms")).isEqualTo("34560000000");
        assertThat(setting(Topics.CONTENTS, "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(Topics.CONTENTS, "segment.ms")).isEqualTo("3600000");
        assertThat(setting(Topics.BUNDLES, "retention.ms")).isEqualTo("-1");
    }

    @Test
    void doing_it_again_changes_nothing() throws Exception {
        var topics = topicIds();
        var schemas = schemaIds();

        STACK.provision("orders.refund");

        assertThat(topicIds()).isEqualTo(topics);
        assertThat(schemaIds()).isEqualTo(schemas);
    }

    @Test
    void another_partition_count_is_refused() {
        var settings = new ProvisioningSettings(
                STACK.broker().bootstrapServers(), STACK.registry().url(), 5, 1, Duration.ofSeconds(10));

        try (var provisioner = new Provisioner(settings)) {
            assertThatThrownBy(provisioner::provision)
                    .isInstanceOf(ProvisioningException.class)
                    .hasMessageContaining("partitions and not 5");
        }
    }

    @Test
    void the_registry_refuses_a_schema_that_old_readers_could_not_read() {
        var incompatible = new Schema.Parser()
                .parse(RecordTypes.schemaOf(Tick.class).toString().replace("\"int\"", "\"string\""));

        assertThatThrownBy(() -> registry.register("intents.ticks-value", new AvroSchema(incompatible)))
                .isInstanceOfSatisfying(
                        RestClientException.class,
                        refusal -> assertThat(refusal.getStatus()).isEqualTo(409));
    }

    private Map<String, Object> topicIds() throws Exception {
        var ids = new HashMap<String, Object>();
        admin.describeTopics(Topics.ALL).allTopicNames().get().forEach((name, topic) -> ids.put(name, topic.topicId()));
        return ids;
    }

    private Map<String, Integer> schemaIds() throws Exception {
        var ids = new HashMap<String, Integer>();
        for (var subject : RecordTypes.bySubject().keySet()) {
            ids.put(subject, registry.getLatestSchemaMetadata(subject).getId());
        }
        return ids;
    }

    private String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        return config.get(name).value();
    }
}
