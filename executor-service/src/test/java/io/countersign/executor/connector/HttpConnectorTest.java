package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Succeeded;
import io.countersign.protocol.Result.Unknown;
import io.countersign.protocol.TokenUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectorTest {

    private static final String SECRET = "s3cr3t-\"value\"";
    private static final String REFUND = "{\"amount\":99.99,\"order\":\"A 1\"}";

    private final Backend backend = new Backend();

    HttpConnectorTest() throws IOException {}

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void the_request_is_what_the_route_says() throws Exception {
        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded("{\"done\":true}"));

        var request = backend.seen.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/orders/A%201");
        assertThat(request.body()).isEqualTo(REFUND);
        assertThat(request.header("Idempotency-key")).isEqualTo("the-key");
        assertThat(request.header("Traceparent")).startsWith("00-4bf92f");
        assertThat(request.header("X-key")).isEqualTo(SECRET);
        assertThat(request.header("Content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"a\":1} | {\"a\":1}",
                "application/problem+json; charset=utf-8 | {\"a\":1} | {\"a\":1}",
                "text/plain | 42 | \"42\"",
                "text/plain | all \"good\" | \"all \\\"good\\\"\"",
            })
    void an_answer_is_json_or_a_string(String type, String body, String result) throws Exception {
        backend.answers(201, type, body);

        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded(result));
    }

    @Test
    void an_empty_answer_is_a_success_without_a_result() throws Exception {
        backend.does(exchange -> exchange.sendResponseHeaders(204, -1));

        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded(null));
    }

    @Test
    void an_answer_above_the_limit_is_still_a_success() throws Exception {
        backend.answers(200, "application/json", "\"" + "x".repeat(2_000_000) + "\"");

        var result = (Succeeded) call(ApprovedActions.once(REFUND));

        assertThat(result.result()).isEqualTo("{\"omitted\":{\"code\":\"RESULT_TOO_LARGE\",\"limit\":1000}}");
    }

    @Test
    void a_refusal_is_a_failure_in_the_backends_words() throws Exception {
        backend.answers(422, "text/plain", "no such order");

        var result = (Failed) call(ApprovedActions.once(REFUND));

        assertThat(result.failure().code()).isEqualTo("HTTP_422");
        assertThat(result.failure().message()).endsWith("no such order");
    }

    @Test
    void a_busy_backend_says_when_to_come_back() throws Exception {
        backend.does(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3");
            Backend.answer(exchange, 503, "text/plain", "");
        });

        var result = (FailedRetryable) call(ApprovedActions.once(REFUND));

        assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_server_error_leaves_a_non_idempotent_call_unknown() throws Exception {
        backend.answers(500, "text/plain", "oops");

        assertThat(call(ApprovedActions.once(REFUND))).isInstanceOf(Unknown.class);
        assertThat(((FailedRetryable) call(ApprovedActions.idempotent(REFUND))).noEffect())
                .isFalse();
    }

    @Test
    void redirections_are_not_followed() throws Exception {
        backend.does(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            Backend.answer(exchange, 307, "text/plain", "");
        });

        assertThat(call(ApprovedActions.once(REFUND))).isInstanceOf(Unknown.class);
        assertThat(backend.seen).hasSize(1);
    }

    @Test
    void silence_beyond_the_actions_timeout_leaves_a_non_idempotent_call_unknown() throws Exception {
        backend.does(exchange -> backend.over.await());

        var result = call(ApprovedActions.once(REFUND));

        assertThat(((Unknown) result).failure().code()).isEqualTo("TIMEOUT");
        assertThat(backend.seen).as("and it is not sent twice").hasSize(1);
    }

    @Test
    void a_connection_that_breaks_after_the_request_leaves_a_non_idempotent_call_unknown() throws Exception {
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var hangUp = Thread.startVirtualThread(() -> {
                try (var connection = rude.accept()) {
                    var unused = connection.getInputStream().read(new byte[8_192]);
                } catch (IOException e) {
                    // The test sees it.
                }
            });

            var result = call(rude.getLocalPort(), ApprovedActions.once(REFUND));

            assertThat(((Unknown) result).failure().code()).isEqualTo("CONNECTION_LOST");
            hangUp.join();
        }
    }

    @Test
    void a_connection_that_breaks_after_the_request_denies_no_effect_of_what_its_key_protects() throws Exception {
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var hangUp = Thread.startVirtualThread(() -> {
                try (var connection = rude.accept()) {
                    var unused = connection.getInputStream().read(new byte[8_192]);
                } catch (IOException e) {
                    // The test sees it.
                }
            });

            var result = (FailedRetryable) call(rude.getLocalPort(), ApprovedActions.idempotent(REFUND));

            assertThat(result.failure().code()).isEqualTo("CONNECTION_LOST");
            assertThat(result.noEffect()).isFalse();
            hangUp.join();
        }
    }

    @Test
    void a_get_whose_kept_connection_broke_was_sent_though_its_second_try_does_not_connect() throws Exception {
        try (var leaving = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var route = new RouteUnderTest("""
                        connector: http
                        method: GET
                        url: "http://127.0.0.1:%d/"
                        """.formatted(leaving.getLocalPort()), Map.of())) {
            var server = Thread.startVirtualThread(() -> {
                try (var connection = leaving.accept()) {
                    var request = new byte[8_192];
                    var unused = connection.getInputStream().read(request);
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    unused = connection.getInputStream().read(request);
                    leaving.close();
                } catch (IOException e) {
                    // The test sees it.
                }
            });
            assertThat(route.run(ApprovedActions.idempotent("{}"))).isEqualTo(Result.succeeded(null));

            var second = (FailedRetryable) route.run(ApprovedActions.idempotent("{}"));
            server.join();
            var third = (FailedRetryable) route.run(ApprovedActions.idempotent("{}"));

            assertThat(second.failure().code()).isEqualTo("CONNECTION_LOST");
            assertThat(second.noEffect()).isFalse();
            assertThat(third.failure().code()).as("and now nobody listens").isEqualTo("NOT_CONNECTED");
            assertThat(third.noEffect()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,false,1", "HEAD,false,1", "GET,true,2", "HEAD,true,2"})
    void what_breaks_before_a_byte_of_an_answer_is_sent_again_only_if_it_is_idempotent(
            String method, boolean idempotent, int times) throws Exception {
        var requests = new AtomicInteger();
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var route = new RouteUnderTest("""
                        connector: http
                        method: %s
                        url: "http://127.0.0.1:%d/"
                        """.formatted(method, rude.getLocalPort()), Map.of())) {
            var server = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        try (var connection = rude.accept()) {
                            requests.addAndGet(connection.getInputStream().read(new byte[8_192]) > 0 ? 1 : 0);
                        }
                    }
                } catch (IOException closed) {
                    // The test is over.
                }
            });

            var result = route.run(idempotent ? ApprovedActions.idempotent("{}") : ApprovedActions.once("{}"));
            rude.close();
            server.join();

            assertThat(result).isInstanceOf(idempotent ? FailedRetryable.class : Unknown.class);
            assertThat(result.toString()).contains("CONNECTION_LOST");
            assertThat(requests).hasValue(times);
        }
    }

    @Test
    void a_backend_that_cannot_be_reached_had_no_effect_whatever_the_action() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        for (var action : List.of(ApprovedActions.once(REFUND), ApprovedActions.idempotent(REFUND))) {
            var result = (FailedRetryable) call(closed, action);

            assertThat(result.failure().code()).isEqualTo("NOT_CONNECTED");
            assertThat(result.noEffect()).isTrue();
            assertThat(result.use()).isEqualTo(TokenUse.NONE);
        }
    }

    @Test
    void a_backend_whose_name_nobody_knows_got_no_request() throws Exception {
        try (var route = new RouteUnderTest("connector: http\nurl: \"http://nobody.invalid/\"", Map.of())) {
            var result = (FailedRetryable) route.run(ApprovedActions.idempotent("{}"));

            assertThat(result.failure().code()).isEqualTo("NOT_CONNECTED");
            assertThat(result.noEffect()).isTrue();
        }
    }

    @Test
    void a_non_idempotent_call_never_uses_a_connection_that_the_backend_may_have_left() throws Exception {
        var ports = new CopyOnWriteArrayList<Integer>();
        backend.does(exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            Backend.answer(exchange, 200, "application/json", "{}");
        });
        var connector = connector(backend.port());

        connector.run(ApprovedActions.once(REFUND));
        connector.run(ApprovedActions.once(REFUND));

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void a_value_that_does_not_fit_the_address_makes_no_call() throws Exception {
        var result = (Failed) call(ApprovedActions.once("{\"order\":\"..\"}"));

        assertThat(result.failure().code()).isEqualTo("UNUSABLE_PARAMETER");
        assertThat(result.failure().message()).isEqualTo("{parameters.order} of the address is a step to another path");
        assertThat(backend.seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "500"})
    void a_secret_that_the_backend_says_back_stays_here(int status) throws Exception {
        backend.answers(
                status, "application/json", "{\"you sent\":\"s3cr3t-\\\"value\\\"\",\"raw\":\"" + SECRET + "\"}");

        assertThat(call(ApprovedActions.once(REFUND)).toString())
                .doesNotContain("s3cr3t")
                .contains("[redacted]");
    }

    @Test
    void a_secret_in_the_middle_of_which_the_limit_cut_an_answer_does_not_begin_at_its_end() throws Exception {
        backend.answers(400, "text/plain", "you sent " + SECRET);

        var result =
                (Failed) connector(backend.port(), "you sent s3cr3t".length()).run(ApprovedActions.once(REFUND));

        assertThat(result.failure().message()).isEqualTo("the backend answered 400: you sent [redacted]…");
    }

    private Result call(ApprovedAction action) throws InterruptedException {
        return call(backend.port(), action);
    }

    private static Result call(int port, ApprovedAction action) throws InterruptedException {
        return connector(port).run(action);
    }

    private static RouteUnderTest connector(int port) {
        return connector(port, 1_000);
    }

    private static RouteUnderTest connector(int port, int responseLimit) {
        return new RouteUnderTest("""
                connector: http
                url: "http://127.0.0.1:%d/orders/{parameters.order}"
                headers: {X-Key: "${env:KEY}"}
                responseLimit: %d
                """.formatted(port, responseLimit), Map.of("KEY", SECRET));
    }
}
