package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents that speak Kafka, before the whole service with its own settings. */
@QuarkusTest
@QuarkusTestResource(value = Stack.class, restrictToAnnotatedClass = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InboxServiceIT {

    private static final Path EXAMPLE =
            Path.of("../examples/kafka-node").toAbsolutePath().normalize();
    private static final Owner ANA = new Owner("acme", "ana");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BUNDLE = """
            kind: Action
            name: orders.read
            effect: read
            parameters: {type: object, required: [order], properties: {order: {type: string}}}
            ---
            kind: Grant
            name: support
            who: "'support' in principal.roles"
            actions: ["*"]
            """;

    private final Api api = new Api();

    @BeforeEach
    void govern() {
        api.yaml("paul", BUNDLE, "countersign-policy").put("/v1/policy").then().statusCode(200);
    }

    @AfterAll
    void end() {
        api.close();
    }

    @Test
    void what_is_published_twice_is_one_intent_and_is_decided_once() throws Exception {
        api.publish("ana", "twice", "orders.read", "{\"order\":\"A1\"}", "support");
        api.publish("ana", "twice", "orders.read", "{\"order\": \"A1\"}", "support");

        assertState("twice", "APPROVED");
        api.publish("ana", "behind", "orders.read", "{\"order\":\"A1\"}", "support");
        assertState("behind", "APPROVED");
        api.agent("bot", "ana", "support")
                .get("/v1/intents/" + IntentIds.derived(ANA, "bot", "twice"))
                .then()
                .body("timeline.size()", equalTo(1));
    }

    @Test
    void policy_decides_by_the_roles_of_the_token() throws Exception {
        api.publish("ana", "without a role", "orders.read", "{\"order\":\"A1\"}");

        assertState("without a role", "REJECTED");
    }

    @Test
    void an_agent_that_names_a_topic_is_answered_there_and_a_topic_that_vanishes_stops_nobody() throws Exception {
        api.create(Stack.ANSWERS);
        publishAnswered("answered");
        assertState("answered", "APPROVED");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.answers())
                        .hasOnlyElementsOfTypes(IntentEvent.class, IntentContent.class)
                        .extracting(InboxServiceIT::told)
                        .containsExactlyInAnyOrder("APPROVED", "its words"));

        api.delete(Stack.ANSWERS);
        publishAnswered("while it is gone");
        api.publish("ana", "not answered", "orders.read", "{\"order\":\"A1\"}", "support");
        assertState("not answered", "APPROVED");

        api.create(Stack.ANSWERS);
        await().atMost(PATIENCE).untilAsserted(() -> {
            publishAnswered("again " + UUID.randomUUID());
            assertThat(api.answers()).extracting(InboxServiceIT::told).contains("APPROVED", "its words");
        });
    }

    private void publishAnswered(String key) throws Exception {
        api.publish("ana", key, "orders.read", "{\"order\":\"A1\"}", Stack.ANSWERS, new String[] {"support"});
    }

    private static String told(SpecificRecord record) {
        return record instanceof IntentEvent event ? event.getTo() : "its words";
    }

    static boolean isWanted() {
        return isInstalled() || "true".equals(System.getenv("CI"));
    }

    private static boolean isInstalled() {
        return Files.exists(EXAMPLE.resolve("node_modules/.package-lock.json"));
    }

    /** A client that nobody here wrote: kafkajs, with the registry's encoding by its own library. */
    @Test
    @EnabledIf(value = "isWanted", disabledReason = "without npm ci in examples/kafka-node")
    void the_example_in_node_publishes_an_intent_and_knows_its_id() throws Exception {
        assertThat(isInstalled()).as("npm ci was run in %s", EXAMPLE).isTrue();

        var id = example(Map.of(), "orders.read", "{ \"order\" : \"A1\" }", "by node")
                .strip();

        assertThat(id).isEqualTo(IntentIds.derived(ANA, "bot", "by node"));
        assertState("by node", "APPROVED");
    }

    @Test
    @EnabledIf(value = "isWanted", disabledReason = "without npm ci in examples/kafka-node")
    void the_example_in_node_prints_what_happens_on_its_own_topic() throws Exception {
        assertThat(isInstalled()).as("npm ci was run in %s", EXAMPLE).isTrue();
        api.create(Stack.MORE_ANSWERS);

        var printed = example(Map.of("COUNTERSIGN_REPLY_TO", Stack.MORE_ANSWERS), "orders.teleport", "{}", "told");

        assertThat(printed.lines()).containsExactly(IntentIds.derived(ANA, "bot", "told"), "REJECTED UNKNOWN_ACTION");
    }

    @Test
    @EnabledIf(value = "isWanted", disabledReason = "without npm ci in examples/kafka-node")
    void the_example_in_node_does_not_wait_for_ever_for_what_is_told_on_no_list() throws Exception {
        assertThat(isInstalled()).as("npm ci was run in %s", EXAMPLE).isTrue();
        api.create("nobodys.answers");
        var settings = Map.of("COUNTERSIGN_REPLY_TO", "nobodys.answers", "COUNTERSIGN_SILENCE", "1");

        var ended = end(settings, "orders.read", "{}", "untold");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors())
                .startsWith("nothing was told of " + IntentIds.derived(ANA, "bot", "untold")
                        + " on nobodys.answers for 1 s: is nobodys.answers among COUNTERSIGN_REPLY_TOPICS")
                .hasLineCount(1);
    }

    @Test
    @EnabledIf(value = "isWanted", disabledReason = "without npm ci in examples/kafka-node")
    void the_example_in_node_says_how_it_is_used() throws Exception {
        assertThat(isInstalled()).as("npm ci was run in %s", EXAMPLE).isTrue();

        for (var ended : List.of(end(Map.of()), end(Map.of("COUNTERSIGN_TOKEN", "no-token"), "orders.read"))) {
            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.errors()).startsWith("usage: ").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @EnabledIf(value = "isWanted", disabledReason = "without npm ci in examples/kafka-node")
    @CsvSource({
        "Kafka, COUNTERSIGN_KAFKA, 127.0.0.1:2",
        "schema registry, COUNTERSIGN_REGISTRY, http://127.0.0.1:2/apis/ccompat/v7"
    })
    void the_example_in_node_says_in_a_line_what_is_not_there(String what, String name, String address)
            throws Exception {
        assertThat(isInstalled()).as("npm ci was run in %s", EXAMPLE).isTrue();

        var ended = end(Map.of(name, address), "orders.read", "{}", "to nobody");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.errors())
                .startsWith("no " + what + " at " + address + ": ")
                .endsWith("start the stack (./countersign up), or say in " + name + " where it is\n")
                .hasLineCount(1);
    }

    private record Ended(int status, String printed, String errors) {}

    private String example(Map<String, String> settings, String... arguments) throws Exception {
        var ended = end(settings, arguments);
        assertThat(ended.status()).as(ended.errors()).isZero();
        return ended.printed();
    }

    private Ended end(Map<String, String> settings, String... arguments) throws Exception {
        var errors = Files.createTempFile("kafka-node", ".log");
        var printed = Files.createTempFile("kafka-node", ".out");
        var command = new ArrayList<>(List.of("node", "publish.mjs"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.directory(EXAMPLE.toFile()).redirectError(errors.toFile()).redirectOutput(printed.toFile());
        builder.environment().putAll(api.asClient("ana", "support"));
        builder.environment().putAll(settings);
        var node = builder.start();
        try {
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(node.exitValue(), Files.readString(printed), Files.readString(errors));
        } finally {
            node.destroyForcibly();
            Files.delete(errors);
            Files.delete(printed);
        }
    }

    private void assertState(String key, String state) {
        var id = IntentIds.derived(ANA, "bot", key);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> api.agent("bot", "ana", "support")
                        .get("/v1/intents/" + id)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo(state)));
    }
}
