package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Succeeded;
import io.countersign.protocol.Result.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route may say of requests and answers, and what comes of answers that make no sense. */
class HttpRouteTest {

    private static final ProbedAction PROBED = new ProbedAction(
            "0190f5fe-7c00-7a00-8000-000000000001", "acme", "ana", "orders.refund", 3, "the-key", null);
    private static final String JSON = "application/json";

    private final Backend backend = new Backend();

    HttpRouteTest() throws Exception {}

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void headers_and_query_take_values_from_the_action() throws Exception {
        run("""
                headers:
                  X-Order: "{parameters.order}"
                  X-Signed: "Bearer ${env:KEY} for {intent.user}"
                  X-Absent: "{parameters.nothing}"
                query: {by: "{intent.user}", tag: "{parameters.tags}", none: "{parameters.nothing}", "odd name": "a&b"}
                idempotencyHeader: X-Request-Id
                """, ApprovedActions.once("{\"order\":\"A 1\",\"tags\":[\"x y\",2]}"));

        var request = backend.seen.getFirst();
        assertThat(request.path()).isEqualTo("/orders?fixed=1&by=ana&tag=x%20y&tag=2&odd%20name=a%26b");
        assertThat(request.header("X-order")).isEqualTo("A 1");
        assertThat(request.header("X-signed")).isEqualTo("Bearer {not.a.placeholder} for ana");
        assertThat(request.headers()).doesNotContainKeys("X-absent", "Idempotency-key");
        assertThat(request.header("X-request-id")).isEqualTo("the-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Admin: yes", "a\\nb", "é", "\\u0000", "日本", "{\"a\":1}", "[1]"})
    void a_header_takes_no_more_than_a_line_of_ascii(String order) throws Exception {
        var json = order.startsWith("{\"") || order.startsWith("[") ? order : "\"" + order + "\"";

        var result =
                run("headers: {X-Order: \"{parameters.order}\"}", ApprovedActions.once("{\"order\":" + json + "}"));

        assertThat(((Failed) result).failure().code()).isEqualTo("UNUSABLE_PARAMETER");
        assertThat(((Failed) result).failure().message())
                .startsWith("{parameters.order}")
                .doesNotContain("Admin", "é", "日本");
        assertThat(backend.seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/data/id | {\"data\":{\"id\":7}} | 7",
                "/items/1 | {\"items\":[1,{\"b\":2,\"a\":1}]} | {\"a\":1,\"b\":2}",
                "/id | {\"id\":9007199254740993} | \"9007199254740993\"",
                "/a | {\"a\":{\"\\udc00\":\"\\ud83d!\\ud83d\\ude00\"}} | {\"\uFFFD\":\"\uFFFD!\ud83d\ude00\"}",
                "/id | {} | {\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}}",
                "/id | oops | {\"omitted\":{\"code\":\"ANSWER_NOT_JSON\"}}",
                "{order: '{parameters.order}', total: '{answer.items.0.total}'} | {\"items\":[{\"total\":9.5}]} | {\"order\":\"A1\",\"total\":9.5}",
                "'{answer.a} of {intent.user}' | {\"a\":1} | \"1 of ana\"",
                "'{answer.a} of {intent.user}' | {} | {\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}}",
                "'{answer.a}' | {} | {\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}}",
                "'{answer.a}' | {\"a\":null} | null",
                "{order: '{parameters.order}', id: '{answer.id}'} | {} | {\"id\":{\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}},\"order\":\"A1\"}",
                "{order: '{parameters.order}', ids: ['{answer.b}', '{answer.a}, {answer.b}']} | {\"a\":1} | {\"ids\":[{\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}},{\"omitted\":{\"code\":\"NOT_IN_ANSWER\"}}],\"order\":\"A1\"}",
            })
    void a_result_is_a_part_of_the_answer(String part, String answer, String result) throws Exception {
        backend.answers(200, JSON, answer);

        assertThat(run(
                        "response: {result: " + (part.startsWith("{o") ? part : "\"" + part.replace("'", "") + "\"")
                                + "}",
                        once()))
                .isEqualTo(Result.succeeded(result));
    }

    @Test
    void an_error_in_a_2xx_is_a_failure_with_the_backends_code_and_words() throws Exception {
        backend.answers(200, JSON, "{\"error\":{\"code\":\"insufficient-funds\",\"text\":\"too little\"}}");

        var result = run("""
                response:
                  result: /data
                  failure: {when: /error, code: /error/code, message: "{answer.error.text} for {parameters.order}", means: no-effect}
                """, once());

        assertThat(result).isEqualTo(Result.failed("INSUFFICIENT_FUNDS", "too little for A1"));
    }

    @Test
    void a_failure_whose_words_are_not_in_the_answer_has_those_that_fit_any() throws Exception {
        backend.answers(200, JSON, "{\"error\":{}}");

        var result = run(
                "response: {failure: {when: /error, code: \"{answer.error.code}\", message: \"{answer.error.text}\", means: no-effect}}",
                once());

        assertThat(result).isEqualTo(Result.failed("ERROR_IN_ANSWER", "the backend answered with an error"));
    }

    @ParameterizedTest
    @CsvSource({
        "no-effect,false,Failed",
        "no-effect,true,Failed",
        "retry,false,FailedRetryable",
        "retry,true,FailedRetryable",
        "unknown,false,Unknown",
        "unknown,true,FailedRetryable"
    })
    void what_an_error_in_a_2xx_says_about_the_effect_is_said_by_the_route(
            String means, boolean idempotent, String status) throws Exception {
        backend.answers(200, JSON, "{\"status\":\"error\"}");

        var result = run(
                "response: {failure: [{when: /never}, {when: {pointer: /status, equals: error}, means: " + means
                        + "}]}",
                idempotent ? ApprovedActions.idempotent("{\"order\":\"A1\"}") : once());

        assertThat(result.getClass().getSimpleName()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"400,500", "200,2000"})
    void a_secret_across_the_edge_of_what_is_quoted_is_out_of_it(int status, int longest) throws Exception {
        for (var before = longest - 45; before <= longest; before++) {
            backend.answers(status, JSON, "\"" + "x".repeat(before) + "{not.a.placeholder}\"");

            var result = run(
                    "headers: {Authorization: \"${env:KEY}\"}\nresponse: {failure: {when: \"\", message: \"{answer}\"}}",
                    once());

            assertThat(result.toString()).contains("xxx").doesNotContain("{not");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":null,\"id\":1}", "{\"error\":false,\"id\":1}", "{\"id\":1}"})
    void an_answer_without_the_error_is_a_success(String answer) throws Exception {
        backend.answers(200, "text/plain", answer);

        assertThat(run("response: {result: /id, failure: {when: /error}}", once()))
                .isEqualTo(Result.succeeded("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>welcome</html>", "", "{\"error\":", "{\"error\":1,\"error\":null}", "{} {}", "LONG"})
    void where_failures_are_told_by_the_text_nonsense_is_neither_failure_nor_success(String answer) throws Exception {
        backend.answers(200, "text/html", answer.equals("LONG") ? "\"" + "x".repeat(5_000) + "\"" : answer);
        var mapping = "response: {failure: {when: /error}}\nresponseLimit: 1000";

        assertThat(((Unknown) run(mapping, once())).failure().code()).isEqualTo("ANSWER_NOT_UNDERSTOOD");
        assertThat(run(mapping, ApprovedActions.idempotent("{}"))).isInstanceOf(FailedRetryable.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | no-effect | Succeeded",
                "404 | no-effect | FailedRetryable",
                "404 | unknown | Unknown",
                "500 | no-effect | Unknown",
                "302 | no-effect | Unknown",
            })
    void a_probe_looks_up_what_became_of_a_call(int status, String absence, String answer) throws Exception {
        backend.answers(status, JSON, "{\"refund\":{\"id\":7}}");
        try (var route = route("""
                probe:
                  url: http://127.0.0.1:%d/by-key/{intent.idempotencyKey}
                  headers: {Authorization: "Bearer ${env:KEY}"}
                  found: {status: 200, response: {result: /refund}}
                  absent: {status: 404, means: %s}
                """.formatted(backend.port(), absence))) {
            var found = route.probe(PROBED).orElseThrow();

            assertThat(found.getClass().getSimpleName()).isEqualTo(answer);
            if (found instanceof Succeeded succeeded) {
                assertThat(succeeded.result()).isEqualTo("{\"id\":7}");
            }
        }
        assertThat(backend.seen.getFirst().path()).isEqualTo("/by-key/the-key");
        assertThat(backend.seen.getFirst().method()).isEqualTo("GET");
    }

    @Test
    void a_route_without_a_probe_says_nothing_and_one_that_fails_cannot_tell() throws Exception {
        try (var none = route("");
                var dead = route("probe: {url: 'http://127.0.0.1:1/'}")) {
            assertThat(none.probe(PROBED)).isEmpty();
            assertThat(dead.probe(PROBED)).get().isInstanceOf(Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_without_end_takes_no_more_time_than_the_action_has(boolean fast) throws Exception {
        backend.does(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", JSON);
            exchange.sendResponseHeaders(200, 0);
            var out = exchange.getResponseBody();
            var drip = "x".repeat(fast ? 100_000 : 1).getBytes(StandardCharsets.UTF_8);
            while (!backend.over.await(fast ? 0 : 50, TimeUnit.MILLISECONDS)) {
                out.write(drip);
                out.flush();
            }
        });

        var result = run("responseLimit: 1000000", once());

        if (fast) {
            assertThat(((Succeeded) result).result()).contains("RESULT_TOO_LARGE");
        } else {
            assertThat(((Unknown) result).failure().code()).isEqualTo("TIMEOUT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headers: {Host: x} | headers.Host: \"Host\" is no header",
                "headers: {'A B': x} | headers.A B: \"A B\" is no header",
                "headers: {A: 'é'} | headers.A: a header is one line",
                "headers: {A: '{nothing}'} | headers.A: {nothing} is no placeholder",
                "query: {a: '{answer.x}'} | query: {answer.x} is no placeholder",
                "idempotencyHeader: 'a b' | idempotencyHeader: \"a b\" is no header",
                "response: {result: '{x.y}'} | response.result: {x.y} is no placeholder",
                "response: {results: /a} | response.results: is no known",
                "response: {failure: {code: X}} | response.failure.when: is required",
                "response: {failure: [{when: error}]} | response.failure[0].when:",
                "response: {failure: {when: /a, means: fine}} | response.failure.means: is none",
                "response: {failure: {when: {pointer: /a, equal: 1}}} | response.failure.when.equal: is no known",
                "probe: {url: 'http://h/', method: POST} | probe.method: a question changes nothing",
                "probe: {url: 'http://h/{parameters.order}'} | probe.url: {parameters.order} is no placeholder",
                "probe: {url: 'http://h/', headers: {A: '{intent.agent}'}} | probe.headers.A: {intent.agent} is no placeholder",
                "probe: {url: 'http://h/', found: {response: {result: '{parameters.a}'}}} | probe.found.response.result:",
                "probe: {url: 'http://h/', absent: {means: never}} | probe.absent.means: is none",
                "tls: {trust: /nowhere.pem} | tls: the file /nowhere.pem cannot be read",
                "tls: {certificate: /a.pem} | tls: certificate and key go together",
            })
    void what_is_wrong_with_a_route_is_named_at_the_start(String settings, String message) {
        assertThatThrownBy(() -> route(settings))
                .isInstanceOf(InvalidRoutes.class)
                .hasMessageStartingWith("routes.yaml: routes[0]." + message);
    }

    private static ApprovedAction once() {
        return ApprovedActions.once("{\"order\":\"A1\"}");
    }

    private Result run(String settings, ApprovedAction action) throws InterruptedException {
        try (var route = route(settings)) {
            return route.run(action);
        }
    }

    private RouteUnderTest route(String settings) {
        var base = "connector: http\nurl: \"http://127.0.0.1:%d/orders?fixed=1\"\n".formatted(backend.port());
        return new RouteUnderTest(base + settings, Map.of("KEY", "{not.a.placeholder}"));
    }
}
