package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.countersign.contract.Owner;
import io.countersign.intake.waiting.CallsUnderWay;
import io.countersign.intake.waiting.WaitingRoom;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class McpDoorTest extends DoorTest {
    private static final Owner BEN = new Owner("acme", "ben");

    /** Marks the call of a test. */
    private final String mark = UUID.randomUUID().toString();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    CallsUnderWay underWay;

    @Inject
    @SuppressWarnings("NullAway.Init")
    WaitingRoom room;

    @SuppressWarnings("NullAway.Init")
    private McpClient client;

    @BeforeEach
    void begin() {
        awaitReadiness();
        client = new McpClient(token());
    }

    @Test
    void a_client_of_the_older_kind_is_welcomed_in_its_revision() {
        for (var revision : new String[] {"2025-03-26", "2025-06-18", "2025-11-25"}) {
            client.ask("initialize", "{\"protocolVersion\": \"" + revision + "\", \"capabilities\": {}}")
                    .statusCode(200)
                    .header("Mcp-Session-Id", notNullValue())
                    .body("id", equalTo(7))
                    .body("result.protocolVersion", equalTo(revision))
                    .body("result.capabilities.tools.listChanged", equalTo(true))
                    .body("result.serverInfo.name", equalTo("countersign"))
                    .body("result.resultType", nullValue());
        }
        client.ask("initialize", "{\"protocolVersion\": \"2024-11-05\"}")
                .body("result.protocolVersion", equalTo("2025-11-25"));
        client.ask("initialize", "{}").statusCode(200).body("error.code", equalTo(-32602));
        client.ask("ping", "{}").statusCode(200).body("result.size()", equalTo(0));
        McpClient.say(client.request(), "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}")
                .statusCode(202);
    }

    @Test
    void a_client_of_the_latest_revision_needs_no_welcome() {
        client.askInJuly("server/discover", "{}")
                .statusCode(200)
                .header("Mcp-Session-Id", nullValue())
                .body("result.supportedVersions", contains("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"))
                .body("result.resultType", equalTo("complete"))
                .body("result.ttlMs", equalTo(3_600_000))
                .body("result._meta.'io.modelcontextprotocol/serverInfo'.name", equalTo("countersign"));
        client.askInJuly("tools/list", "{}")
                .statusCode(200)
                .body("result.ttlMs", equalTo(0))
                .body("result.cacheScope", equalTo("private"))
                .body("result.tools.name", hasItem("countersign_status"));
        client.askInJuly("ping", "{}").statusCode(404).body("error.code", equalTo(-32601));
        client.askInJuly("initialize", "{}").statusCode(404).body("error.code", equalTo(-32601));
    }

    @Test
    void tools_are_what_the_caller_may_do() {
        around.queries().offer(BEN, """
                {"name": "orders.read", "title": "Read an order", "effect": "read", "idempotent": true,
                 "parameters": {"properties": {"order": {"type": "string", "maxLength": 20}}}},
                {"name": "orders.refund-all", "effect": "destructive", "parameters": {"type": "object"}}""");
        var ben = new McpClient(token(BEN));

        ben.ask("tools/list", "{}")
                .statusCode(200)
                .contentType("application/json")
                .body(
                        "result.tools.name",
                        contains("orders_read", "orders_refund-all", "countersign_status", "countersign_cancel"))
                .body("result.tools[0].title", equalTo("Read an order"))
                .body("result.tools[0].inputSchema.type", equalTo("object"))
                .body("result.tools[0].inputSchema.properties.order.maxLength", equalTo(20))
                .body("result.tools[0].annotations.readOnlyHint", equalTo(true))
                .body("result.tools[1].annotations.destructiveHint", equalTo(true))
                .body("result.tools[1].annotations.idempotentHint", equalTo(false))
                .body("result.tools.inputSchema.type", everyItem(equalTo("object")));
        client.ask("tools/list", "{}").body("result.tools.name", hasItem("echo"));
        client.ask("tools/list", "{\"cursor\": \"2\"}").statusCode(200).body("error.code", equalTo(-32602));
    }

    @Test
    void in_a_session_tools_are_what_that_grants() {
        var carl = new Owner("acme", "carl");
        around.queries().open(carl, "s1");
        var client = new McpClient(token(carl));

        McpClient.say(client.request().header("Countersign-Session", "s1"), McpClient.message("tools/list", "{}"))
                .body("result.tools.name", hasItem("echo"));
        McpClient.say(client.request().header("Countersign-Session", "s2"), McpClient.message("tools/list", "{}"))
                .statusCode(200)
                .body("error.code", equalTo(-32600))
                .body("error.data.code", equalTo("SESSION_UNKNOWN"))
                .body("error.message", equalTo("there is no such session"));
    }

    @Test
    void a_call_is_answered_with_the_result_of_its_intent() {
        var answer = call("\"then\": \"SUCCEEDED\", \"result\": {\"total\": 12.5}")
                .statusCode(200)
                .contentType("application/json")
                .body("id", equalTo(7))
                .body("result.isError", equalTo(false))
                .body("result.content[0].type", equalTo("text"))
                .body("result.content[0].text", equalTo("{\"total\":12.5}"))
                .body("result.structuredContent.state", equalTo("SUCCEEDED"))
                .body("result.structuredContent.executions", nullValue());

        answer.body("result.structuredContent.id", equalTo(intent()));
        var record = around.broker().submitted(intent()).getFirst().value();
        assertThat(record.getAction()).isEqualTo("orders.refund-all");
        assertThat(record.getOnQuota().name()).isEqualTo("REJECT");
        assertThat(record.getParameters()).contains(mark).doesNotContain("_meta");
    }

    @Test
    void what_an_intent_has_beside_its_parameters_comes_in_the_meta() {
        var params = """
                {"name": "echo", "arguments": {"x": "%s", "then": "SUCCEEDED"},
                 "_meta": {"io.countersign/intent": {"justification": "because", "private": true, "model": "small",
                  "maxTokens": 40, "idempotencyKey": "%s"}}}""".formatted(mark, mark);
        var first = client.ask("tools/call", params).statusCode(200);
        var second = client.ask("tools/call", params).statusCode(200);

        var record = around.broker().submitted(intent()).getFirst().value();
        assertThat(record.getJustification()).isEqualTo("because");
        assertThat(record.getPrivate$()).isTrue();
        assertThat(record.getModel()).isEqualTo("small");
        assertThat(record.getMaxTokens()).isEqualTo(40);
        assertThat(second.extract().<String>path("result.structuredContent.id"))
                .isEqualTo(first.extract().path("result.structuredContent.id"));
    }

    @Test
    void the_session_of_a_call_is_that_of_its_header() {
        McpClient.say(
                        client.request().header("Countersign-Session", "my-session"),
                        McpClient.message("tools/call", params("\"state\": \"HELD\"")))
                .statusCode(200);

        assertThat(around.broker().submitted(intent()).getFirst().value().getSession())
                .isEqualTo("my-session");
    }

    @Test
    void what_is_held_is_answered_with_its_id_and_can_be_asked_about_and_cancelled() {
        var id = call("\"state\": \"HELD\"")
                .statusCode(200)
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.state", equalTo("HELD"))
                .body("result.content[0].text", containsString("Not done yet: a person has to agree"))
                .extract()
                .<String>path("result.structuredContent.id");

        client.call("countersign_status", "{\"id\": \"" + id + "\"}")
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.state", equalTo("HELD"));
        client.call("countersign_cancel", "{\"id\": \"" + id + "\"}")
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.state", equalTo("CANCELLED"));
        client.call("countersign_status", "{\"id\": \"" + id + "\"}")
                .body("result.structuredContent.state", equalTo("CANCELLED"));
    }

    @Test
    void what_is_held_after_the_first_two_seconds_is_told_as_such() {
        var answered = CompletableFuture.supplyAsync(() -> call("\"silent\": true"));
        around.broker().decideLate(ANA, intent(), "HELD");

        answered.join().body("result.isError", equalTo(false)).body("result.structuredContent.state", equalTo("HELD"));
    }

    @Test
    void others_intents_are_not_there() {
        var id = call("\"state\": \"HELD\"").extract().<String>path("result.structuredContent.id");
        var ben = new McpClient(token(BEN));

        for (var tool : new String[] {"countersign_status", "countersign_cancel"}) {
            ben.call(tool, "{\"id\": \"" + id + "\"}")
                    .statusCode(200)
                    .body("result.isError", equalTo(true))
                    .body("result.structuredContent.code", equalTo("NOT_FOUND"));
            ben.call(tool, "{\"id\": \"../actions\"}").body("result.structuredContent.code", equalTo("NOT_FOUND"));
            ben.call(tool, "{}").body("result.structuredContent.code", equalTo("MALFORMED"));
            ben.call(tool, "{\"id\": 7}").body("result.structuredContent.code", equalTo("MALFORMED"));
            ben.call(tool, "{\"id\": \"" + id + "\", \"owner\": \"acme/ana\"}")
                    .body("result.structuredContent.code", equalTo("MALFORMED"));
        }
        assertThat(around.queries().state(ANA, id)).isEqualTo("HELD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RULE", "NOT_GRANTED", "INVALID_PARAMETERS", "UNKNOWN_ACTION", "SESSION_UNKNOWN"})
    void a_refusal_is_a_result_that_is_an_error_and_says_why(String code) {
        call("\"refuse\": \"" + code + "\"")
                .statusCode(200)
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo(code))
                .body("result.structuredContent.state", equalTo("REJECTED"))
                .body("result.structuredContent.reasons[0].rule", equalTo("the-rule"))
                .body("result.content[0].text", matchesPattern(code + ": refused by the test \\(id [0-9a-f-]{36}\\)"));
    }

    @Test
    void a_refusal_is_told_in_a_stream_too() {
        var told = McpClient.say(
                        client.request().accept("text/event-stream"),
                        McpClient.message("tools/call", params("\"refuse\": \"RULE\"")))
                .statusCode(200)
                .extract()
                .asString();

        assertThat(told).startsWith("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{");
        assertThat(told).contains("\"code\":\"RULE\"", "\"isError\":true").endsWith("\n\n");
    }

    @Test
    void over_budget_says_when_there_will_be_more() {
        call("\"refuse\": \"OVER_BUDGET\"")
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("OVER_BUDGET"))
                .body("result.structuredContent.retryAfter", notNullValue());
    }

    @Test
    void what_would_have_to_wait_for_a_window_is_given_up() {
        call("\"state\": \"DEFERRED\"")
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("OVER_BUDGET"));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(around.broker().cancelled(intent())).isNotEmpty());
    }

    @Test
    void what_has_failed_for_good_is_an_error() {
        call("\"then\": \"DEAD\"")
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.state", equalTo("DEAD"));
    }

    @Test
    void a_call_waits_so_long_and_then_says_how_things_are() {
        call("\"state\": \"APPROVED\"")
                .statusCode(200)
                .body("result.isError", equalTo(false))
                .body("result.structuredContent.state", equalTo("APPROVED"))
                .body("result.content[0].text", containsString("Not done yet: it is APPROVED"));
        assertThat(around.broker().cancelled(intent())).isEmpty();
    }

    @Test
    void where_policy_stream_is_away_nobody_is_told_to_call_again() {
        var answered = CompletableFuture.supplyAsync(() -> call("\"state\": \"APPROVED\""));
        var id = intent();
        around.queries().close();
        try {
            around.broker().advance(ANA, id, "SUCCEEDED");
            answered.join()
                    .body("result.isError", equalTo(true))
                    .body("result.structuredContent.code", equalTo("BROKER_AWAY"))
                    .body("result.structuredContent.id", equalTo(id))
                    .body("result.content[0].text", containsString("do not call it again"));
            client.ask("tools/list", "{}").statusCode(200).body("error.code", equalTo(-32603));
        } finally {
            around.queries().start();
        }
        assertThat(around.broker().cancelled(id)).isEmpty();
    }

    @Test
    void whoever_goes_away_cancels() {
        try (var http = HttpClient.newHttpClient()) {
            var sent = http.sendAsync(http("tools/call", params("\"silent\": true")), BodyHandlers.ofString());
            var id = intent();
            sent.cancel(true);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(around.broker().cancelled(id)).isNotEmpty());
            http.shutdownNow();
        }
    }

    @Test
    void whoever_leaves_a_call_that_tells_its_progress_cancels() {
        var params = params("\"state\": \"APPROVED\"").replaceFirst("\\}$", ", \"_meta\": {\"progressToken\": 1}}");
        try (var http = HttpClient.newHttpClient()) {
            var sent = http.sendAsync(http("tools/call", params), BodyHandlers.ofString());
            var id = intent();
            sent.cancel(true);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(around.broker().cancelled(id)).isNotEmpty());
            http.shutdownNow();
        }
    }

    @Test
    void whoever_gives_a_call_up_by_message_cancels_it_and_nobody_elses() {
        var conversation = UUID.randomUUID().toString();
        var answered = CompletableFuture.supplyAsync(() -> McpClient.say(
                client.request().header("Mcp-Session-Id", conversation),
                McpClient.message("tools/call", params("\"state\": \"APPROVED\""))));
        var id = intent();
        var givingUp =
                "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/cancelled\", \"params\": {\"requestId\": 7}}";

        McpClient.say(client.request(), givingUp).statusCode(202);
        McpClient.say(client.request().header("Mcp-Session-Id", "another"), givingUp)
                .statusCode(202);
        McpClient.say(new McpClient(token(BEN)).request().header("Mcp-Session-Id", conversation), givingUp)
                .statusCode(202);
        assertThat(around.broker().cancelled(id)).isEmpty();
        McpClient.say(client.request().header("Mcp-Session-Id", conversation), givingUp)
                .statusCode(202);

        answered.join().statusCode(202);
        Awaitility.await()
                .untilAsserted(() -> assertThat(around.broker().cancelled(id)).isNotEmpty());
        assertThat(underWay.size()).isZero();
    }

    @Test
    void progress_is_told_to_whoever_asks_for_it() {
        var params = params("\"state\": \"APPROVED\"").replaceFirst("\\}$", ", \"_meta\": {\"progressToken\": \"p\"}}");
        try (var http = HttpClient.newHttpClient()) {
            var heard = hear(http, http("tools/call", params));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(heard)
                            .anySatisfy(line -> assertThat(line)
                                    .contains("\"method\":\"notifications/progress\"")
                                    .contains("\"progressToken\":\"p\",\"progress\":1,")));
            around.broker().advance(ANA, intent(), "SUCCEEDED");

            Awaitility.await()
                    .untilAsserted(() -> assertThat(heard)
                            .anySatisfy(line ->
                                    assertThat(line).contains("\"id\":7,\"result\":{", "\"state\":\"SUCCEEDED\"")));
            http.shutdownNow();
        }
    }

    @Test
    void a_call_that_tells_its_progress_can_be_given_up_too() {
        var params = params("\"state\": \"APPROVED\"").replaceFirst("\\}$", ", \"_meta\": {\"progressToken\": 1}}");
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(http("tools/call", params), (name, value) -> true)
                    .header("Mcp-Session-Id", mark)
                    .build();
            var heard = hear(http, request);
            var id = intent();
            Awaitility.await().untilAsserted(() -> assertThat(heard).isNotEmpty());
            McpClient.say(client.request().header("Mcp-Session-Id", mark), """
                    {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}""").statusCode(202);

            Awaitility.await().untilAsserted(() -> assertThat(heard).endsWith("over"));
            assertThat(heard).noneMatch(line -> line.contains("\"result\""));
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(around.broker().cancelled(id)).isNotEmpty());
            http.shutdownNow();
        }
    }

    @Test
    void a_changed_list_is_told_to_whoever_listens() {
        var dora = new Owner("acme", "dora");
        var older = HttpRequest.newBuilder(address.resolve("/mcp"))
                .header("Authorization", "Bearer " + token(dora))
                .header("Accept", "text/event-stream")
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var heard = hear(http, older);
            Awaitility.await().until(() -> !heard.isEmpty());
            assertThat(heard).noneMatch(line -> line.contains("list_changed"));

            around.queries().offer(dora, "{\"name\": \"orders.read\", \"effect\": \"read\"}");
            Awaitility.await()
                    .until(() -> heard.stream()
                            .anyMatch(line -> line.contains("\"method\":\"notifications/tools/list_changed\"")));
            assertThat(room.taken()).isPositive();
            http.shutdownNow();
        }
        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
    }

    @Test
    void whoever_subscribes_is_told_what_is_told_and_when_it_is_over() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var body = McpClient.message(
                    "subscriptions/listen",
                    McpClient.july("{\"notifications\": {\"toolsListChanged\": true, \"promptsListChanged\": true}}"));
            var request = HttpRequest.newBuilder(address.resolve("/mcp"))
                    .header("Authorization", "Bearer " + goodForThreeSeconds())
                    .header("Accept", "application/json, text/event-stream")
                    .header("Content-Type", "application/json")
                    .header("MCP-Protocol-Version", "2026-07-28")
                    .header("Mcp-Method", "subscriptions/listen")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            var told = http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .toList();

            assertThat(told).hasSize(2);
            assertThat(told.getFirst())
                    .contains("notifications/subscriptions/acknowledged")
                    .contains("\"io.modelcontextprotocol/subscriptionId\":7")
                    .contains("\"notifications\":{\"toolsListChanged\":true}");
            assertThat(told.getLast()).contains("\"id\":7,\"result\":{", "\"resultType\":\"complete\"");
        }
    }

    /** The lines of a stream as they come; the last is "over". */
    private static List<String> hear(HttpClient http, HttpRequest request) {
        var heard = new CopyOnWriteArrayList<String>();
        http.sendAsync(request, BodyHandlers.ofLines())
                .thenAccept(answer -> Thread.ofVirtual().start(() -> {
                    try (var lines = answer.body()) {
                        lines.forEach(heard::add);
                    } catch (RuntimeException hungUp) {
                        heard.add("hung up");
                    }
                    heard.add("over");
                }));
        return heard;
    }

    private ValidatableResponse call(String wish) {
        return client.ask("tools/call", params(wish));
    }

    private String params(String wish) {
        return "{\"name\": \"orders_refund-all\", \"arguments\": {\"mark\": \"%s\", %s}}".formatted(mark, wish);
    }

    private HttpRequest http(String method, String params) {
        return HttpRequest.newBuilder(address.resolve("/mcp"))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2025-11-25")
                .POST(BodyPublishers.ofString(McpClient.message(method, params)))
                .build();
    }

    /** The intent that this test's call became. */
    private String intent() {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(around.broker().submittedWith(mark)).isNotEmpty());
        return around.broker().submittedWith(mark).getFirst();
    }
}
