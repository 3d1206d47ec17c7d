package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.executor.ApprovedActions;
import io.countersign.executor.RouteUnderTest;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Succeeded;
import io.countersign.protocol.Result.Unknown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectorTest {

    private static final String SECRET = "s3cr3t-\"value\"";
    private static final String REFUND = "{\"amount\":99.99,\"order\":\"A 1\"}";

    /** What the backend saw of a request. */
    private record Seen(String method, String path, Map<String, List<String>> headers, String body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final HttpServer server;
    private Handler handler = exchange -> answer(exchange, 200, "application/json", "{\"done\":true}");

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    HttpConnectorTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            try {
                handler.handle(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
    }

    @Test
    void the_request_is_what_the_route_says() throws Exception {
        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded("{\"done\":true}"));

        var request = seen.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/orders/A%201");
        assertThat(request.body()).isEqualTo(REFUND);
        assertThat(header(request, "Idempotency-key")).isEqualTo("the-key");
        assertThat(header(request, "Traceparent")).startsWith("00-4bf92f");
        assertThat(header(request, "X-key")).isEqualTo(SECRET);
        assertThat(header(request, "Content-type")).isEqualTo("application/json");
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
        handler = exchange -> answer(exchange, 201, type, body);

        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded(result));
    }

    @Test
    void an_empty_answer_is_a_success_without_a_result() throws Exception {
        handler = exchange -> exchange.sendResponseHeaders(204, -1);

        assertThat(call(ApprovedActions.once(REFUND))).isEqualTo(Result.succeeded(null));
    }

    @Test
    void an_answer_above_the_limit_is_still_a_success() throws Exception {
        handler = exchange -> answer(exchange, 200, "application/json", "\"" + "x".repeat(2_000_000) + "\"");

        var result = (Succeeded) call(ApprovedActions.once(REFUND));

        assertThat(result.result()).isEqualTo("{\"omitted\":{\"code\":\"RESULT_TOO_LARGE\",\"limit\":1000}}");
    }

    @Test
    void a_refusal_is_a_failure_in_the_backends_words() throws Exception {
        handler = exchange -> answer(exchange, 422, "text/plain", "no such order");

        var result = (Failed) call(ApprovedActions.once(REFUND));

        assertThat(result.failure().code()).isEqualTo("HTTP_422");
        assertThat(result.failure().message()).endsWith("no such order");
    }

    @Test
    void a_busy_backend_says_when_to_come_back() throws Exception {
        handler = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3");
            answer(exchange, 503, "text/plain", "");
        };

        var result = (FailedRetryable) call(ApprovedActions.once(REFUND));

        assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_server_error_leaves_a_non_idempotent_call_unknown() throws Exception {
        handler = exchange -> answer(exchange, 500, "text/plain", "oops");

        assertThat(call(ApprovedActions.once(REFUND))).isInstanceOf(Unknown.class);
        assertThat(call(ApprovedActions.idempotent(REFUND))).isInstanceOf(FailedRetryable.class);
    }

    @Test
    void redirections_are_not_followed() throws Exception {
        handler = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            answer(exchange, 307, "text/plain", "");
        };

        assertThat(call(ApprovedActions.once(REFUND))).isInstanceOf(Unknown.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void silence_beyond_the_actions_timeout_leaves_a_non_idempotent_call_unknown() throws Exception {
        handler = exchange -> never.await();

        var result = call(ApprovedActions.once(REFUND));

        assertThat(((Unknown) result).failure().code()).isEqualTo("TIMEOUT");
        assertThat(seen).as("and it is not sent twice").hasSize(1);
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
    void a_backend_that_cannot_be_reached_had_no_effect_whatever_the_action() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        var result = call(closed, ApprovedActions.once(REFUND));

        assertThat(((FailedRetryable) result).failure().code()).isEqualTo("NOT_CONNECTED");
    }

    @Test
    void a_non_idempotent_call_never_uses_a_connection_that_the_backend_may_have_left() throws Exception {
        var ports = new CopyOnWriteArrayList<Integer>();
        handler = exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            answer(exchange, 200, "application/json", "{}");
        };
        var connector = connector(server.getAddress().getPort());

        connector.run(ApprovedActions.once(REFUND));
        connector.run(ApprovedActions.once(REFUND));

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void a_value_that_does_not_fit_the_address_makes_no_call() throws Exception {
        var result = (Failed) call(ApprovedActions.once("{\"order\":\"..\"}"));

        assertThat(result.failure().code()).isEqualTo("UNUSABLE_PARAMETER");
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "500"})
    void a_secret_that_the_backend_says_back_stays_here(int status) throws Exception {
        handler = exchange -> answer(
                exchange,
                status,
                "application/json",
                "{\"you sent\":\"s3cr3t-\\\"value\\\"\",\"raw\":\"" + SECRET + "\"}");

        assertThat(call(ApprovedActions.once(REFUND)).toString())
                .doesNotContain("s3cr3t")
                .contains("[redacted]");
    }

    private Result call(ApprovedAction action) throws InterruptedException {
        return call(server.getAddress().getPort(), action);
    }

    private static Result call(int port, ApprovedAction action) throws InterruptedException {
        return connector(port).run(action);
    }

    private static RouteUnderTest connector(int port) {
        return new RouteUnderTest("""
                connector: http
                url: "http://127.0.0.1:%d/orders/{parameters.order}"
                headers: {X-Key: "${env:KEY}"}
                responseLimit: 1000
                """.formatted(port), Map.of("KEY", SECRET));
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String header(Seen request, String name) {
        return String.join(",", request.headers().getOrDefault(name, List.of()));
    }
}
