package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.chaos.Product;
import io.countersign.stack.identity.TokenRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MCP's own clients from npm, unmodified, through the whole product: those with a handshake, and those without. */
@SuppressWarnings("NullAway.Init") // BeforeAll sets the fields
@EnabledIf(
        value = "io.countersign.endtoend.NodeClient#isWanted",
        disabledReason = "without npm ci in end-to-end/src/test/npm and the examples")
@ExtendWith(SharedProduct.Giver.class)
final class McpClientIT {

    private static Product product;

    /** Each script ends with a bundle of its own. */
    @BeforeEach
    void begin(SharedProduct shared) {
        product = shared.with(SharedProduct.TOOLS);
    }

    @ParameterizedTest
    @CsvSource({"sdk, 2025-11-25", "client, 2026-07-28"})
    void tools_are_listed_called_refused_held_asked_about_and_left(String kind, String revision) throws Exception {
        var ana = new TokenRequest(Product.TENANT, "ana-" + kind, "agent", null, Set.of("support"));
        var ben = new TokenRequest(Product.TENANT, "ben-" + kind, "agent", null, Set.of("shipping"));
        var environment = new HashMap<>(environment(ana));
        environment.put("COUNTERSIGN_KIND", kind);
        environment.put("COUNTERSIGN_OTHER_TOKEN", product.stack().identity().token(ben));
        environment.put(
                "COUNTERSIGN_POLICY",
                SharedProduct.TOOLS.resolve("policy.yaml").toAbsolutePath().toString());
        environment.put(
                "COUNTERSIGN_POLICY_STREAM_URL", product.policyStream().url().toString());
        environment.put("COUNTERSIGN_POLICY_TOKEN", operator());

        var seen = NodeClient.run("mcp.mjs", environment);

        assertThat(seen.path("revision").asText(revision)).isEqualTo(revision);
        assertThat(seen.path("server").asText()).isEqualTo("countersign");
        assertTools(seen);
        assertThat(seen.at("/read/state").asText()).isEqualTo("SUCCEEDED");
        assertThat(seen.at("/read/words").asText()).isEqualTo("{\"order\":\"A1\"}");
        assertThat(seen.at("/read/isError").asBoolean()).isFalse();
        assertThat(seen.at("/again/0/id")).isEqualTo(seen.at("/again/1/id"));
        assertRefused(seen.path("invalid"), "INVALID_PARAMETERS", "order");
        assertRefused(seen.path("unknown"), "UNKNOWN_ACTION", "");
        assertRefused(seen.path("notGranted"), "NOT_GRANTED", "");
        assertRefused(seen.path("refused"), "RULE", "nobody refunds so much");
        assertThat(seen.at("/count/isError").asBoolean()).isFalse();
        assertRefused(seen.path("tooOften"), "OVER_BUDGET", "0 of 1 are left");
        assertThat(seen.at("/tooOften/retryAfter").asLong()).isPositive();
        assertHeldAndCancelled(seen);
        assertThat(seen.path("left").asText()).isEqualTo("left");
        assertThat(seen.path("pushed").asInt()).isEqualTo(200);
        assertThat(seen.path("changed").asBoolean()).isTrue();
        assertThat(seen.path("now"))
                .extracting(JsonNode::asText)
                .contains("orders_ship")
                .doesNotContain("slow_work");
        try (var door = new Door(product, ana)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(door.get("/v1/intents?state=CANCELLED")
                                    .body()
                                    .path("items"))
                            .extracting(intent -> intent.path("action").asText())
                            .contains("slow.work"));
        }
    }

    @Test
    void the_example_lists_calls_and_says_what_is_not_done() throws Exception {
        var environment = environment(new TokenRequest(Product.TENANT, "eve", "agent", null, Set.of("support")));

        assertThat(NodeClient.tools(environment)).contains("orders_read: Read an order. Reads", "orders_refund *: ");
        assertThat(NodeClient.tools(environment, "orders_read", "{\"order\":\"A1\"}"))
                .isEqualTo("{\"order\":\"A1\"}\n");
        assertThat(NodeClient.tools(environment, "orders_refund", "{\"order\":\"A1\",\"amount\":250}", "she asked"))
                .startsWith("Not done yet: a person has to agree (above 100 somebody has to agree");
    }

    @Test
    void the_example_says_in_a_line_what_is_wrong() throws Exception {
        var environment = environment(new TokenRequest(Product.TENANT, "eve", "agent", null, Set.of("support")));
        var badToken = new HashMap<>(environment);
        badToken.put("COUNTERSIGN_TOKEN", "no-token");
        var nobody = new HashMap<>(environment);
        nobody.put("COUNTERSIGN_MCP_URL", "http://127.0.0.1:2/mcp");

        NodeClient.endOfTools(Map.of()).complains(2, "usage: ");
        NodeClient.endOfTools(environment, "orders_read", "{order: A1}").complains(2, "usage: ");
        NodeClient.endOfTools(badToken).complains(1, "UNAUTHENTICATED");
        NodeClient.endOfTools(nobody).complains(1, "no door at http://127.0.0.1:2/mcp: ");
        // There it listens already.
        NodeClient.endOfTools(environment, "orders.read").complains(1, "Unknown tool");
    }

    private static void assertTools(JsonNode seen) {
        assertThat(seen.path("tools"))
                .extracting(tool -> tool.path("name").asText())
                .containsExactlyInAnyOrder(
                        "orders_read",
                        "orders_refund",
                        "orders_count",
                        "slow_work",
                        "countersign_status",
                        "countersign_cancel");
        assertThat(seen.path("tools")).anySatisfy(tool -> {
            assertThat(tool.path("name").asText()).isEqualTo("orders_read");
            assertThat(tool.path("title").asText()).isEqualTo("Read an order");
            assertThat(tool.at("/inputSchema/properties/order/maxLength").asInt())
                    .isEqualTo(8);
            assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).isTrue();
        });
        assertThat(seen.path("others"))
                .extracting(JsonNode::asText)
                .containsExactly("orders_ship", "countersign_status", "countersign_cancel");
    }

    private static void assertRefused(JsonNode refusal, String code, String word) {
        assertThat(refusal.path("isError").asBoolean()).isTrue();
        assertThat(refusal.path("code").asText()).isEqualTo(code);
        assertThat(refusal.path("state").asText()).isEqualTo("REJECTED");
        assertThat(refusal.path("words").asText()).startsWith(code + ": ").contains(word);
    }

    private static void assertHeldAndCancelled(JsonNode seen) {
        assertThat(seen.at("/held/isError").asBoolean()).isFalse();
        assertThat(seen.at("/held/state").asText()).isEqualTo("HELD");
        assertThat(seen.at("/held/words").asText()).startsWith("Not done yet").contains("countersign_status");
        assertThat(seen.at("/status/state").asText()).isEqualTo("HELD");
        assertThat(seen.at("/othersStatus/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(seen.at("/othersCancel/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(seen.at("/cancelled/isError").asBoolean()).isFalse();
        assertThat(seen.at("/afterwards/state").asText()).isEqualTo("CANCELLED");
    }

    private static Map<String, String> environment(TokenRequest caller) {
        return Map.of(
                "COUNTERSIGN_MCP_URL",
                product.intake().url() + "/mcp",
                "COUNTERSIGN_TOKEN",
                product.stack().identity().token(caller));
    }

    private static String operator() {
        return product.stack().identity().token(TokenRequest.person(Product.TENANT, "ops", "countersign-policy"));
    }
}
