package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class McpBadRequestDoorTest extends DoorTest {
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LARGEST_PARAMETERS = 256 * 1024;

    @SuppressWarnings("NullAway.Init")
    private McpClient client;

    @BeforeEach
    void begin() {
        client = new McpClient(token());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|-32700|MALFORMED",
                "{|-32700|MALFORMED",
                "{\"jsonrpc\": \"2.0\", \"id\": 1, \"id\": 2, \"method\": \"ping\"}|-32700|DUPLICATE_KEY",
                "{\"jsonrpc\": \"2.0\", \"id\": 9007199254740992, \"method\": \"ping\"}|-32700|NUMBER_NOT_EXACT",
                "[]|-32600|MALFORMED",
                "[{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}]|-32600|MALFORMED",
                "\"ping\"|-32600|MALFORMED",
                "{}|-32600|MALFORMED",
                "{\"jsonrpc\": \"2.0\", \"id\": null, \"method\": \"ping\"}|-32600|MALFORMED",
                "{\"jsonrpc\": \"2.0\", \"id\": 1.5, \"method\": \"ping\"}|-32600|MALFORMED"
            })
    void what_is_no_message_is_an_error_that_names_none(String body, int number, String code) {
        error(McpClient.say(client.request(), body), 400, number, code).body("id", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\": 7, \"method\": \"ping\"}|-32600",
                "{\"jsonrpc\": \"1.0\", \"id\": 7, \"method\": \"ping\"}|-32600",
                "{\"jsonrpc\": \"2.0\", \"id\": 7}|-32600",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"result\": {}}|-32600",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": 1}|-32600",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"ping\", \"params\": []}|-32602",
                "{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"ping\", \"params\": {\"_meta\": 1}}|-32602"
            })
    void what_is_no_request_is_an_error_that_names_it(String body, int number) {
        error(McpClient.say(client.request(), body), 400, number, "MALFORMED").body("id", equalTo(7));
    }

    @Test
    void a_method_that_there_is_not_is_not_found() {
        for (var method : new String[] {"resources/list", "server/discover", "../tools/list", ""}) {
            error(client.ask(method, "{}"), 200, -32601, "NOT_FOUND").body("id", equalTo(7));
        }
        error(client.askInJuly("resources/list", "{}"), 404, -32601, "NOT_FOUND")
                .body("id", equalTo(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\": 1}",
                "{\"name\": \"echo\", \"arguments\": []}",
                "{\"name\": \"echo\", \"arguments\": null}",
                "{\"name\": \"echo\", \"_meta\": {\"io.countersign/intent\": []}}",
                "{\"name\": \"\"}",
                "{\"name\": \"Echo\"}",
                "{\"name\": \"orders.read\"}",
                "{\"name\": \"../echo\"}",
                "{\"name\": \"echo;x\"}",
                "{\"name\": \"echo_\"}"
            })
    void a_call_of_nothing_is_an_error(String params) {
        error(client.ask("tools/call", params), 200, -32602, "MALFORMED").body("id", equalTo(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\": \"echo\"}",
                "{\"parameters\": {}}",
                "{\"session\": \"s\"}",
                "{\"onQuota\": \"DEFER\"}",
                "{\"maxTokens\": 0}",
                "{\"deadline\": \"tomorrow\"}",
                "{\"idempotencyKey\": \" \"}"
            })
    void what_an_intent_cannot_have_beside_its_parameters_is_a_result_that_is_an_error(String beside) {
        client.ask("tools/call", "{\"name\": \"echo\", \"_meta\": {\"io.countersign/intent\": " + beside + "}}")
                .statusCode(200)
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("MALFORMED"))
                .body("result.structuredContent.id", nullValue());
    }

    @Test
    void the_edges_of_depth() {
        error(McpClient.say(client.request(), "[".repeat(1000) + "]".repeat(1000)), 400, -32700, "MALFORMED");
        error(client.call("echo", nested(63)), 400, -32700, "MALFORMED");
        client.call("echo", nested(62)).statusCode(200).body("result.isError", equalTo(false));
    }

    @Test
    void the_edges_of_sizes() {
        var most = "{\"state\":\"HELD\",\"x\":\"%s\"}";
        var filling = "a".repeat(LARGEST_PARAMETERS - most.length() + 2);

        client.call("echo", most.formatted(filling)).body("result.isError", equalTo(false));
        client.call("echo", most.formatted(filling + "a"))
                .statusCode(200)
                .body("result.isError", equalTo(true))
                .body("result.structuredContent.code", equalTo("TOO_LARGE"));
        McpClient.say(client.request(), padded(LARGEST_BODY)).statusCode(200);
        error(McpClient.say(client.request(), padded(LARGEST_BODY + 1)), 413, -32600, "TOO_LARGE");
    }

    @Test
    void an_identifier_of_any_kind_comes_back_as_it_was() {
        for (var id : new String[] {"0", "-1", "9007199254740991", "\"\"", "\"a\\\"b\\u0000\\ud83d\\ude00\""}) {
            var answer = McpClient.say(
                            client.request(), "{\"jsonrpc\": \"2.0\", \"id\": " + id + ", \"method\": \"ping\"}")
                    .statusCode(200)
                    .extract()
                    .asString();
            assertThat(answer).startsWith("{\"jsonrpc\":\"2.0\",\"id\":").endsWith(",\"result\":{}}");
        }
    }

    @Test
    void other_types_are_not_taken() {
        for (var type : new String[] {"text/plain", "application/xml", "application/octet-stream"}) {
            var ping = McpClient.message("ping", "{}").getBytes(StandardCharsets.UTF_8);
            var answer = client.request().contentType(type).body(ping).post(McpClient.PATH);
            error(answer.then(), 415, -32600, "UNSUPPORTED_MEDIA_TYPE");
        }
        error(
                McpClient.say(client.request().accept("text/html"), McpClient.message("ping", "{}")),
                406,
                -32600,
                "NOT_ACCEPTABLE");
        error(
                McpClient.say(
                        client.inJuly("subscriptions/listen").accept("application/json"),
                        McpClient.message("subscriptions/listen", McpClient.july("{\"notifications\": {}}"))),
                406,
                -32600,
                "NOT_ACCEPTABLE");
        error(client.askInJuly("subscriptions/listen", "{}"), 200, -32602, "MALFORMED");
    }

    @Test
    void a_client_that_takes_events_only_gets_events() {
        var told = McpClient.say(client.request().accept("text/event-stream"), McpClient.message("ping", "{}"))
                .statusCode(200)
                .contentType(startsWith("text/event-stream"))
                .extract()
                .asString();

        assertThat(told).contains("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
        McpClient.say(client.request().accept("application/json"), McpClient.message("ping", "{}"))
                .statusCode(200)
                .contentType(startsWith("application/json"));
    }

    @Test
    void a_revision_that_there_is_not_is_refused_with_those_that_there_are() {
        for (var revision : new String[] {"1999-01-01", "2024-11-05", "2099-01-01", "x"}) {
            error(
                            McpClient.say(
                                    given().auth()
                                            .oauth2(token())
                                            .contentType("application/json")
                                            .header("MCP-Protocol-Version", revision),
                                    McpClient.message("tools/list", "{}")),
                            400,
                            -32022,
                            "MALFORMED")
                    .body("error.data.requested", equalTo(revision))
                    .body("error.data.supported[0]", equalTo("2026-07-28"));
        }
    }

    @Test
    void a_header_that_contradicts_the_body_is_refused() {
        var list = McpClient.message("tools/list", McpClient.july("{}"));
        error(McpClient.say(client.inJuly("tools/call"), list), 400, -32020, "MALFORMED");
        error(McpClient.say(client.request(), list), 400, -32020, "MALFORMED");
        var call = McpClient.message("tools/call", McpClient.july("{\"name\": \"countersign_status\"}"));
        error(McpClient.say(client.inJuly("tools/call"), call), 400, -32020, "MALFORMED");
        error(McpClient.say(client.inJuly("tools/call").header("Mcp-Name", "echo"), call), 400, -32020, "MALFORMED");
        McpClient.say(client.inJuly("tools/call").header("Mcp-Name", "countersign_status"), call)
                .statusCode(200)
                .body("result.isError", equalTo(true));
    }

    @Test
    void who_is_nobody_is_told_so_in_the_protocols_words() {
        error(
                        McpClient.say(given().contentType("application/json"), McpClient.message("ping", "{}")),
                        401,
                        -32600,
                        "UNAUTHENTICATED")
                .header("WWW-Authenticate", startsWith("Bearer"));
        error(
                McpClient.say(
                        given().auth().oauth2("nobody").contentType("application/json"),
                        McpClient.message("ping", "{}")),
                401,
                -32600,
                "UNAUTHENTICATED");
    }

    @Test
    void other_methods_are_not_allowed() {
        error(authenticated().delete("/mcp").then(), 405, -32600, "METHOD_NOT_ALLOWED")
                .header("Allow", containsString("POST"));
        error(authenticated().put("/mcp").then(), 405, -32600, "METHOD_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mcp;x", "/mcp%3Bx", "/mcp%2F", "//mcp", "/mcp/tools", "/MCP", "/v1/../mcp%00"})
    void tricks_with_the_path_lead_nowhere(String path) {
        var answer = given().urlEncodingEnabled(false)
                .auth()
                .oauth2(token())
                .contentType("application/json")
                .body(McpClient.message("nothing", "{}"))
                .post(path)
                .then()
                .extract();

        assertThat(answer.statusCode()).isLessThan(500);
        assertThat(answer.asString().getBytes(StandardCharsets.UTF_8).length).isLessThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "http://evil.example:8080, 403",
        "null, 403",
        "http://localhost.evil.example, 403",
        "http://127.0.0.1:6274, 200",
        "http://localhost, 200",
        "https://desk.example, 200"
    })
    void pages_of_other_origins_are_refused(String origin, int status) {
        var answer = McpClient.say(client.request().header("Origin", origin), McpClient.message("ping", "{}"));
        answer.statusCode(status);
        if (status == 403) {
            error(answer, 403, -32600, "FORBIDDEN");
            error(authenticated().header("Origin", origin).get("/mcp").then(), 403, -32600, "FORBIDDEN");
        }
    }

    private static ValidatableResponse error(ValidatableResponse answer, int status, int number, String code) {
        return answer.statusCode(status)
                .contentType(startsWith("application/json"))
                .body("jsonrpc", equalTo("2.0"))
                .body("error.code", equalTo(number))
                .body("error.data.code", equalTo(code));
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private static String padded(int bytes) {
        var ping = McpClient.message("ping", "{}");
        return ping + " ".repeat(bytes - ping.length());
    }
}
