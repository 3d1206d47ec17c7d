package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;

/** Agents that speak Kafka, before the whole service with its own settings. */
@QuarkusTest
@QuarkusTestResource(value = Stack.class, restrictToAnnotatedClass = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InboxServiceIT {

    private static final Path EXAMPLE =
            Path.of("../examples/kafka-node").toAbsolutePath().normalize();
    private static final Owner ANA = new Owner("acme", "ana");
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

        var id = example("orders.read", "{ \"order\" : \"A1\" }", "by node").strip();

        assertThat(id).isEqualTo(IntentIds.derived(ANA, "bot", "by node"));
        assertState("by node", "APPROVED");
    }

    private String example(String... arguments) throws Exception {
        var errors = Files.createTempFile("kafka-node", ".log");
        var command = new ArrayList<>(List.of("node", "publish.mjs"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.directory(EXAMPLE.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(api.asClient("ana", "support"));
        var node = builder.start();
        try {
            var printed = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
            return printed;
        } finally {
            node.destroyForcibly();
            Files.delete(errors);
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
