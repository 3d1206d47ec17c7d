package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Topics;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.OutcomeStatus;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service in a process of its own, on a real broker; the test is policy-stream and backend. */
class ExecutorServiceIT {

    private static final String CANARY = "canary-5f2a91c04d77";

    /** With what escapes and encodings change, and the name of a database user. */
    private static final String LEAK = "leak/5f2a91c04d77+\"q\"&<x>";

    private static final String[] LEAKS = {
        "leaks.answer",
        "leaks.refusal",
        "leaks.error",
        "leaks.redirect",
        "leaks.nonsense",
        "leaks.hangup",
        "leaks.tls",
        "leaks.model",
        "leaks.query",
        "leaks.raise",
        "leaks.login"
    };
    private static final LocalStack STACK = LocalStack.shared();
    private static final List<String> KEYS_SEEN = new CopyOnWriteArrayList<>();
    private static final List<Long> DOWN_CALLS = new CopyOnWriteArrayList<>();
    private static volatile CountDownLatch answer = new CountDownLatch(0);
    private static Approvals approvals;
    private static HttpServer backend;
    private static ServiceProcess executor;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        approvals = new Approvals(STACK);
        // Before it starts: a topic that comes later is found within ten seconds, which is tested where it is done.
        approvals.topicsOf("shop.echo", "down.call", "orders.pay", "orders.refund", "orders.list");
        approvals.topicsOf(LEAKS);
        backend = backend();
        leakingUser();
        var routes = Files.writeString(
                folder.resolve("routes.yaml"),
                """
                routes:
                  - action: orders.*
                    connector: http
                    url: http://127.0.0.1:%d/orders
                    headers: {X-Api-Key: "${env:ORDERS_KEY}"}
                  - {action: "shop.*", connector: echo}
                """.formatted(backend.getAddress().getPort()) + leakyRoutes());
        executor = STACK.service(
                Service.EXECUTOR, Map.of("COUNTERSIGN_ROUTES", routes.toString(), "ORDERS_KEY", CANARY, "LEAK", LEAK));
        executor.start();
    }

    @AfterAll
    static void stop() {
        answer.countDown();
        executor.stop();
        backend.stop(0);
        approvals.close();
    }

    @Test
    void an_approved_echo_comes_back() throws Exception {
        var approval = approvals.approve("shop.echo", "{\"text\":\"hello\"}", true);

        await().untilAsserted(() -> assertThat(approvals.statusesOf(approval))
                .containsExactly(OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED));
        assertThat(approvals.outcomesOf(approval).getLast().getResult()).isEqualTo("{\"text\":\"hello\"}");
    }

    @Test
    void a_kill_in_the_middle_leaves_a_non_idempotent_start_without_an_end_and_repeats_an_idempotent_call_with_its_key()
            throws Exception {
        answer = new CountDownLatch(1);
        var once = approvals.approve("orders.pay", "{}", false);
        var again = approvals.approve("orders.refund", "{}", true);
        await().until(() ->
                KEYS_SEEN.contains(once.getIdempotencyKey()) && KEYS_SEEN.contains(again.getIdempotencyKey()));

        executor.kill();
        answer.countDown();
        executor.start();

        await().untilAsserted(() -> assertThat(approvals.statusesOf(again))
                .containsExactly(OutcomeStatus.STARTED, OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED));
        var later = approvals.approve("orders.pay", "{}", false);
        await().untilAsserted(() -> assertThat(approvals.statusesOf(later))
                .containsExactly(OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED));
        assertThat(approvals.statusesOf(once)).containsExactly(OutcomeStatus.STARTED);
        assertThat(KEYS_SEEN).containsOnlyOnce(once.getIdempotencyKey());
        assertThat(KEYS_SEEN.stream().filter(again.getIdempotencyKey()::equals)).hasSize(2);
    }

    @Test
    void a_secret_that_the_backend_says_back_is_in_no_outcome_and_no_log() throws Exception {
        var approval = approvals.approve("orders.list", "{}", true);

        await().until(() -> approvals.statusesOf(approval).contains(OutcomeStatus.SUCCEEDED));

        assertThat(approvals.outcomesOf(approval).toString())
                .contains("[redacted]")
                .doesNotContain(CANARY);
        assertThat(Files.readString(STACK.data().log("executor-service"))).doesNotContain(CANARY);
    }

    @Test
    void an_answer_that_may_be_kept_is_given_again_also_by_another_process_and_calls_nothing() throws Exception {
        var first = cacheable();
        await().until(() -> approvals.statusesOf(first).contains(OutcomeStatus.SUCCEEDED));
        var again = cacheable();
        await().until(() -> approvals.statusesOf(again).contains(OutcomeStatus.SUCCEEDED));

        await().untilAsserted(() -> assertThat(approvals.allOf(Topics.CACHE)).hasSize(1));
        executor.kill();
        executor.start();
        await().until(() -> metrics().contains("countersign_cache_answers 1.0"));
        var elsewhere = cacheable();
        await().until(() -> approvals.statusesOf(elsewhere).contains(OutcomeStatus.SUCCEEDED));

        assertThat(approvals.outcomesOf(elsewhere).getLast().getCached()).isTrue();
        var called = approvals.outcomesOf(first).getLast();
        var kept = approvals.outcomesOf(again).getLast();
        assertThat(called.getCached()).isFalse();
        assertThat(kept.getCached()).isTrue();
        assertThat(kept.getResult()).isEqualTo(called.getResult());
        assertThat(kept.getUsage().getInputTokens() + kept.getUsage().getOutputTokens())
                .isZero();
        assertThat(KEYS_SEEN)
                .contains(first.getIdempotencyKey())
                .doesNotContain(again.getIdempotencyKey(), elsewhere.getIdempotencyKey());
    }

    private static String metrics() {
        var token = STACK.identity().token(TokenRequest.person("acme", "ana"));
        return RestAssured.given()
                .auth()
                .oauth2(token)
                .get(executor.url().resolve("/q/metrics"))
                .asString();
    }

    private static ApprovedIntent cacheable() throws Exception {
        return approvals.approve(
                "orders.list",
                "{\"page\":1}",
                true,
                approval -> approval.setCache("user").setCacheMillis(3_600_000L));
    }

    @Test
    void a_secret_leaves_in_no_form_by_no_way() throws Exception {
        var approved = new ArrayList<ApprovedIntent>();
        for (var action : LEAKS) {
            approved.add(approvals.approve(
                    action,
                    "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}",
                    true,
                    approval -> approval.setMaxOutputTokens(100).setReservedTokens(100)));
        }
        await().until(() ->
                approved.stream().allMatch(each -> approvals.statusesOf(each).size() >= 2));

        var outcomes = approved.stream()
                .map(each -> each.getAction() + " " + approvals.outcomesOf(each).getLast())
                .toList();
        assertThat(outcomes).noneMatch(ExecutorServiceIT::tells);
        assertThat(approvals.outcomesOf(approved.getFirst()).getLast().getResult())
                .as("and what is none is there")
                .contains("[redacted]", "\"innocent\":\"text\"");
        for (var topic : List.of(Topics.OUTCOMES, Topics.OUTPUT, Topics.DEAD_LETTER)) {
            assertThat(approvals.allOf(topic)).as(topic).noneMatch(ExecutorServiceIT::tells);
        }
        assertThat(Files.readString(STACK.data().log("executor-service"))).matches(text -> !tells(text), "a quiet log");
        var token = STACK.identity().token(TokenRequest.person("acme", "ana"));
        for (var page : List.of("/q/metrics", "/q/health", "/q/health/live", "/q/health/ready", "/nothing")) {
            var answer =
                    RestAssured.given().auth().oauth2(token).get(executor.url().resolve(page));
            assertThat(answer.asString() + answer.getHeaders()).matches(text -> !tells(text), page);
        }
    }

    @Test
    void while_a_backend_is_down_what_has_not_begun_waits_and_burns_no_attempt() throws Exception {
        var first = approvals.approve("down.call", "{}", true);
        var second = approvals.approve("down.call", "{}", true);
        await().until(() -> approvals.statusesOf(first).contains(OutcomeStatus.FAILED_RETRYABLE)
                && approvals.statusesOf(second).contains(OutcomeStatus.FAILED_RETRYABLE));
        var other = approvals.approve("shop.echo", "{}", true);

        var third = approvals.approve("down.call", "{}", true);

        await().untilAsserted(() -> assertThat(approvals.statusesOf(third))
                .containsExactly(OutcomeStatus.STARTED, OutcomeStatus.SUCCEEDED));
        assertThat(DOWN_CALLS).hasSize(3);
        assertThat(Duration.ofNanos(DOWN_CALLS.get(2) - DOWN_CALLS.get(1))).isGreaterThan(Duration.ofMillis(1_500));
        assertThat(approvals.statusesOf(other)).endsWith(OutcomeStatus.SUCCEEDED);
        assertThat(Files.readString(STACK.data().log("executor-service")))
                .contains("Route paused: its backend fails.", "Route free again: its backend answers. route=down.call");
    }

    /** True if the text tells a secret, to whoever looks at it closely. */
    private static boolean tells(String text) {
        var bytes = LEAK.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                        "5f2a91c04d77",
                        HexFormat.of().formatHex(bytes, 0, 10),
                        base64("user:" + LEAK).substring(8, 20),
                        base64(LEAK).substring(0, 12),
                        base64("x" + LEAK).substring(4, 16))
                .anyMatch(text::contains);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A user of the database whose name is the secret, as its errors and answers tell it. */
    private static void leakingUser() throws SQLException {
        var database = STACK.database();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute("drop role if exists " + quoted());
            statement.execute("create role " + quoted() + " login password 'unused'");
        }
    }

    private static String quoted() {
        return "\"" + LEAK.replace("\"", "\"\"") + "\"";
    }

    private static String leakyRoutes() {
        var http = "http://127.0.0.1:" + backend.getAddress().getPort() + "/leaks";
        var sql = ", connector: sql, url: '" + STACK.database().jdbcUrl()
                + "', user: '${env:LEAK}', password: '${env:LEAK}', statement: ";
        var routes = new StringBuilder(
                "  - {action: down.call, connector: http, url: \"%s\", breaker: {window: 2, calls: 2, pause: 2s, longest: 2s}}\n"
                        .formatted(http.replace("/leaks", "/down")));
        for (var way : List.of("answer", "refusal", "error", "redirect", "nonsense", "hangup")) {
            routes.append("""
                      - {action: leaks.%s, connector: http, url: "%s/%s", headers: {X-Api-Key: "${env:LEAK}"},
                         response: {failure: {when: /error, code: /error, message: /told}}}
                    """.formatted(way, http, way));
        }
        return routes.append("""
                  - {action: leaks.tls, connector: http, url: "%s/tls", headers: {X-Api-Key: "${env:LEAK}"}}
                  - {action: leaks.model, connector: llm, url: "%s", key: "${env:LEAK}", model: small}
                  - {action: leaks.query%s "select current_user as told, encode(current_user::text::bytea, 'base64') as t"}
                  - {action: leaks.raise%s "select current_user::text::int"}
                  - {action: leaks.login%s "select 1"}
                """.formatted(
                                http.replace("http:", "https:"),
                                http,
                                sql,
                                sql,
                                sql.replace("'${env:LEAK}', p", "'${env:LEAK}2', p")))
                .toString();
    }

    /** Says back what it was sent, in many forms. */
    private static void leak(HttpExchange exchange) throws IOException {
        var key = String.valueOf(exchange.getRequestHeaders().getFirst("X-Api-Key"));
        var sent = exchange.getRequestHeaders().getFirst("Authorization");
        var way = exchange.getRequestURI().getPath().replaceAll(".*/", "");
        var told = JsonNodeFactory.instance
                .objectNode()
                .put("innocent", "text")
                .put("raw", key + " " + sent)
                .put("twice", CanonicalJson.write(JsonNodeFactory.instance.textNode(key)))
                .put("percent", URLEncoder.encode(key, StandardCharsets.UTF_8))
                .put("base64", base64("user:" + key))
                .put("hex", HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8)));
        if (way.equals("error")) {
            told.put("error", "no " + key).put("told", told.toString());
        }
        var body = way.equals("nonsense") ? "<html>" + key + base64("user:" + key) : told.toString();
        exchange.getResponseHeaders().add("Content-Type", "application/json; for=" + base64(key));
        exchange.getResponseHeaders().add("Location", "/" + URLEncoder.encode(key, StandardCharsets.UTF_8));
        var status = switch (way) {
            case "refusal" -> 422;
            case "redirect" -> 302;
            case "completions" -> 401;
            default -> 200;
        };
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, way.equals("hangup") ? bytes.length + 9 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void metrics_are_for_those_with_a_token() throws Exception {
        var approval = approvals.approve("shop.echo", "{}", true);
        await().until(() -> approvals.statusesOf(approval).contains(OutcomeStatus.SUCCEEDED));
        var metrics = executor.url().resolve("/q/metrics");

        RestAssured.get(metrics)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("UNAUTHENTICATED"));
        RestAssured.post(metrics)
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                .body("code", equalTo("METHOD_NOT_ALLOWED"));
        RestAssured.get(executor.url().resolve("/nothing"))
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));

        var token = STACK.identity().token(TokenRequest.person("acme", "ana"));
        var text = RestAssured.given()
                .auth()
                .oauth2(token)
                .get(metrics)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(text)
                .contains("countersign_attempts_total{action=\"shop.echo\"}")
                .contains("countersign_outcomes_total{action=\"shop.echo\",code=\"\",status=\"SUCCEEDED\"}")
                .contains("countersign_call_seconds_count{action=\"shop.echo\",status=\"SUCCEEDED\"}")
                .contains("countersign_calls_in_flight{action=\"shop.echo\"}");
    }

    @Test
    void one_line_is_logged_for_each_outcome() throws Exception {
        var approval = approvals.approve("shop.echo", "{}", true);

        await().until(() -> Files.readString(STACK.data().log("executor-service"))
                .contains("Outcome. intent=" + approval.getId() + " attempt=1 action=shop.echo status=SUCCEEDED"));
    }

    /** A backend that says everything back, as soon as it is let. */
    private static HttpServer backend() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/leaks", ExecutorServiceIT::leak);
        server.createContext("/down", exchange -> {
            DOWN_CALLS.add(System.nanoTime());
            exchange.sendResponseHeaders(DOWN_CALLS.size() < 3 ? 503 : 204, -1);
            exchange.close();
        });
        server.createContext("/orders", exchange -> {
            var key = exchange.getRequestHeaders().getFirst("X-Api-Key");
            KEYS_SEEN.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            var bytes = ("{\"key\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }
}
