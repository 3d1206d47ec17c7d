package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.countersign.contract.Limits;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BadRequestDoorTest extends DoorTest {
    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LARGEST_PARAMETERS = 256 * 1024;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"action\": \"echo\"}",
                "{\"action\": \"echo\", \"parameters\": {}, \"user\": \"bob\"}"
            })
    void a_malformed_body_is_400(String body) {
        problem(post(body), 400, "MALFORMED");
    }

    @Test
    void a_thousand_deep_body_is_malformed_and_64_levels_are_not() {
        problem(post("[".repeat(1000) + "]".repeat(1000)), 400, "MALFORMED");
        problem(post(echo(nested(1000))), 400, "MALFORMED");
        problem(post(echo(nested(64))), 400, "MALFORMED");
        post(echo(nested(63))).statusCode(202);
    }

    @Test
    void the_edges_of_numbers() {
        post(echo("{\"n\": 9007199254740991}")).statusCode(202);
        problem(post(echo("{\"n\": 9007199254740992}")), 400, "NUMBER_NOT_EXACT");
        problem(post(echo("{\"n\": 1e999}")), 400, "NUMBER_NOT_EXACT");
    }

    @Test
    void a_member_named_twice_is_refused() {
        problem(post(echo("{\"a\": 1, \"a\": 2}")), 400, "DUPLICATE_KEY");
    }

    @Test
    void the_edges_of_sizes() {
        var parameters = "{\"x\":\"" + "a".repeat(LARGEST_PARAMETERS - 8) + "\"}";

        post(echo(parameters)).statusCode(202);
        problem(post(echo(parameters.replace("\"}", "a\"}"))), 413, "TOO_LARGE");
        post(padded(LARGEST_BODY)).statusCode(202);
        problem(post(padded(LARGEST_BODY + 1)), 413, "TOO_LARGE");
        problem(post(padded(3 * LARGEST_BODY)), 413, "TOO_LARGE");
    }

    @Test
    void the_longest_justification_fits_and_a_longer_one_is_too_large() {
        var most = "a".repeat(Limits.JUSTIFICATION_BYTES);

        post(justified(most)).statusCode(202);
        problem(post(justified(most + "a")), 413, "TOO_LARGE");
    }

    private static String justified(String words) {
        return "{\"action\":\"echo\",\"parameters\":{},\"justification\":\"" + words + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/jsonp"})
    void another_content_type_is_415(String type) {
        var answer = authenticated()
                .header("Content-Type", type)
                .body(echo("{}").getBytes(StandardCharsets.UTF_8))
                .post("/v1/intents");

        problem(answer.then(), 415, "UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void a_charset_or_a_client_that_accepts_only_html_are_no_reason_to_refuse() {
        authenticated()
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .header("Accept", "text/html")
                .body(echo("{}").getBytes(StandardCharsets.UTF_8))
                .post("/v1/intents")
                .then()
                .statusCode(202);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/intents, 'GET, HEAD, OPTIONS, POST'",
        "PATCH, /v1/intents, 'GET, HEAD, OPTIONS, POST'",
        "DELETE, /v1/intents, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /v1/intents/00000000-0000-7000-8000-000000000000, 'DELETE, GET, HEAD, OPTIONS'",
        "POST, /v1/intents/00000000-0000-7000-8000-000000000000/events, 'GET, HEAD, OPTIONS'",
        "POST, /v1/budgets, 'GET, HEAD, OPTIONS'",
        "POST, /v1/actions, 'GET, HEAD, OPTIONS'"
    })
    void another_method_is_405_and_says_which_there_are(String method, String path, String allowed) {
        problem(authenticated().request(method, path).then(), 405, "METHOD_NOT_ALLOWED");
        authenticated().request(method, path).then().header("Allow", equalTo(allowed));
        authenticated().options(path).then().statusCode(204).header("Allow", equalTo(allowed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/nothing", "/v2/intents", "/v1/intents/a/b/c", "/q/nothing", "/nothing.html"})
    void a_path_that_is_nobodys_is_404(String path) {
        problem(authenticated().get(path).then(), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/intents;x=y",
                "/v1/intents%3B",
                "/v1;/intents",
                "/v1%2Fintents",
                "/v1%5Cintents",
                "/v1//intents",
                "//v1/intents",
                "/x/../v1/intents",
                "/v1/./intents",
                "/v1/budgets;",
                "/v1/budgets/",
                "/q/metrics;x",
                "/q/metrics/",
                "/q/health/../metrics",
                "/q//metrics",
                "/openapi/../v1/budgets",
                "/v1/intents/%2e%2e/budgets",
                "/V1/INTENTS"
            })
    void without_a_token_no_spelling_of_a_path_gets_more_than_401_or_404(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1")).matches("HTTP/1.1 (401|404) .*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "00000000-0000-7000-8000-00000000000",
                "00000000-0000-7000-8000-00000000000G",
                "00000000-0000-7000-8000-00000000000A",
                "..%2F..%2Fbudgets",
                "%2e%2e",
                "a%00b",
                "a%0d%0ab",
                "*"
            })
    void an_id_that_is_none_is_404_and_asks_nobody(String id) {
        var before = around.queries().queries().size();

        for (var answer : List.of(
                authenticated().urlEncodingEnabled(false).get("/v1/intents/" + id),
                authenticated().urlEncodingEnabled(false).delete("/v1/intents/" + id),
                authenticated().urlEncodingEnabled(false).get("/v1/intents/" + id + "/events"))) {
            problem(answer.then(), 404, "NOT_FOUND");
        }

        assertThat(around.queries().queries()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /v1/intents HTTP/9.9",
                "GET /v1/intents HTTP/1.1\r\nContent-Length: x",
                "\u0001\u0002\u0003"
            })
    void what_is_hardly_http_does_not_break_the_door(String request) throws IOException {
        assertThat(raw(request)).doesNotContain(" 500 ").doesNotContain(" 200 ");

        post(echo("{}")).statusCode(202);
    }

    @Test
    void a_body_that_is_broken_off_leaves_no_intent() throws IOException {
        var before = around.broker().submittedOf("echo");
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write("""
                    POST /v1/intents HTTP/1.1\r
                    Host: x\r
                    Authorization: Bearer %s\r
                    Content-Type: application/json\r
                    Content-Length: 1000\r
                    \r
                    %s""".formatted(token(), echo("{}")).getBytes(StandardCharsets.UTF_8));
        }

        post("{\"action\": \"other\", \"parameters\": {}}").statusCode(202);
        assertThat(around.broker().submittedOf("echo")).isEqualTo(before);
    }

    @Test
    void two_idempotency_keys_are_none() {
        var twice = authenticated().header("Idempotency-Key", "a", "b");

        problem(post(twice, echo("{}")), 400, "MALFORMED");
    }

    private static void problem(ValidatableResponse answer, int status, String code) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status));
    }

    /** The status line of the answer; empty if the connection was closed without one. */
    private String raw(String head) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    private static String nested(int levels) {
        return "{\"x\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static String padded(int length) {
        var body = echo("{}");
        return body + " ".repeat(length - body.length());
    }
}
