package io.countersign.provisioning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.countersign.contract.Topics;
import io.countersign.wire.RecordTypes;
import io.countersign.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Kafka's own simulated broker and Confluent's simulated registry. */
class ProvisionerTest {
    private final String scope = UUID.randomUUID().toString();
    private final SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope(scope);
    private final Node node = new Node(0, "localhost", 9092);
    private final MockAdminClient broker = new MockAdminClient(List.of(node), node);
    private final Provisioner provisioner = provisioner(4);

    @AfterEach
    void close() {
        provisioner.close();
        MockSchemaRegistry.dropScope(scope);
    }

    @Test
    void all_topics_and_schemas_are_there_afterwards() throws Exception {
        provisioner.provision();

        assertThat(broker.listTopics().names().get()).containsExactlyInAnyOrderElementsOf(Topics.ALL);
        assertThat(registry.getAllSubjects())
                .containsExactlyInAnyOrderElementsOf(RecordTypes.bySubject().keySet());
        for (var subject : registry.getAllSubjects()) {
            assertThat(registry.getCompatibility(subject)).isEqualTo("FULL_TRANSITIVE");
        }
        assertThat(partitions(Topics.EVENTS)).isEqualTo(4);
        assertThat(setting(Topics.EVENTS, "message.timestamp.type")).isEqualTo("LogAppendTime");
    }

    @Test
    void doing_it_again_changes_nothing() throws Exception {
        provisioner.provision();
        var versions = registry.getAllVersions("intents.events-value");

        provisioner.provision();

        assertThat(broker.listTopics().names().get()).hasSameSizeAs(Topics.ALL);
        assertThat(registry.getAllVersions("intents.events-value")).isEqualTo(versions);
    }

    @Test
    void actions_get_topics_of_their_own_once() throws Exception {
        provisioner.ensureApprovedTopic("orders.refund", "echo", "echo");
        provisioner.ensureApprovedTopics(List.of("echo", "llm.chat"));

        assertThat(broker.listTopics().names().get())
                .containsExactlyInAnyOrder(
                        "intents.approved.orders.refund", "intents.approved.echo", "intents.approved.llm.chat");
        assertThat(partitions("intents.approved.echo")).isEqualTo(4);
    }

    @Test
    void another_partition_count_fails_before_anything_is_changed() throws Exception {
        broker.createTopics(List.of(new NewTopic(Topics.EVENTS, 3, (short) 1)))
                .all()
                .get();

        assertThatThrownBy(provisioner::provision)
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("intents.events has 3 partitions and not 4");

        assertThat(broker.listTopics().names().get()).containsExactly(Topics.EVENTS);
        assertThat(registry.getAllSubjects()).isEmpty();
    }

    @Test
    void what_correctness_rests_on_is_put_right_and_retention_left_to_the_operator() throws Exception {
        broker.createTopics(List.of(new NewTopic(Topics.EVENTS, 4, (short) 1)
                        .configs(Map.of(
                                "message.timestamp.type", "CreateTime",
                                "cleanup.policy", "compact",
                                "retention.ms", "1"))))
                .all()
                .get();

        provisioner.provision();

        assertThat(setting(Topics.EVENTS, "message.timestamp.type")).isEqualTo("LogAppendTime");
        assertThat(setting(Topics.EVENTS, "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(Topics.EVENTS, "retention.ms")).isEqualTo("1");
    }

    @Test
    void a_broker_that_does_not_come_is_named() throws Exception {
        var nobody = nobodysAddress();
        var settings = new ProvisioningSettings(nobody, "mock://" + scope, 4, 1, Duration.ofMillis(10));

        try (var waiting = new Provisioner(settings)) {
            assertThatThrownBy(waiting::provision)
                    .isInstanceOf(ProvisioningException.class)
                    .hasMessageContaining("reach the broker at " + nobody);
        }
    }

    @Test
    void a_registry_that_does_not_come_is_named() throws Exception {
        var nobody = "http://" + nobodysAddress();
        var settings = new ProvisioningSettings("unused:1", nobody, 4, 1, Duration.ofMillis(10));

        try (var waiting = new Provisioner(settings, broker, WireFormat.registryClient(nobody))) {
            assertThatThrownBy(waiting::provision)
                    .isInstanceOf(ProvisioningException.class)
                    .hasMessageContaining("reach the schema registry at " + nobody);
        }
    }

    @Test
    void settings_come_from_the_environment_and_have_defaults() {
        var defaults = ProvisioningSettings.of(Map.of());
        assertThat(defaults.kafka()).isEqualTo("127.0.0.1:9092");
        assertThat(defaults.registry()).isEqualTo("http://127.0.0.1:8081/apis/ccompat/v7");
        assertThat(defaults.partitions()).isEqualTo(4);
        assertThat(defaults.replication()).isEqualTo(1);

        assertThat(ProvisioningSettings.of(Map.of(
                        "COUNTERSIGN_KAFKA", "k:1",
                        "COUNTERSIGN_REGISTRY", "http://r",
                        "COUNTERSIGN_PARTITIONS", "12",
                        "COUNTERSIGN_REPLICATION", "3")))
                .isEqualTo(new ProvisioningSettings("k:1", "http://r", 12, 3, defaults.patience()));
    }

    @Test
    void wrong_settings_are_wrong_usage() {
        var errors = new ByteArrayOutputStream();

        var status = Main.run(
                Map.of("COUNTERSIGN_PARTITIONS", "many"),
                List.of(),
                new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("COUNTERSIGN_PARTITIONS has to be a number, but is many");
    }

    private Provisioner provisioner(int partitions) {
        var settings = new ProvisioningSettings("unused:1", "mock://" + scope, partitions, 1, Duration.ofSeconds(5));
        return new Provisioner(settings, broker, registry);
    }

    private int partitions(String topic) throws Exception {
        var descriptions = broker.describeTopics(List.of(topic)).allTopicNames().get();
        return requireNonNull(descriptions.get(topic)).partitions().size();
    }

    private String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var configs = broker.describeConfigs(List.of(resource)).all().get();
        return requireNonNull(configs.get(resource)).get(name).value();
    }

    private static String nobodysAddress() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
