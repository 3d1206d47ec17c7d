package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service in a process of its own, on a real broker; the test is policy-stream and backend. */
class ExecutorServiceIT {

    private static final String CANARY = "canary-5f2a91";
    private static final LocalStack STACK = LocalStack.shared();
    private static final List<String> KEYS_SEEN = new CopyOnWriteArrayList<>();
    private static volatile CountDownLatch answer = new CountDownLatch(0);
    private static Approvals approvals;
    private static HttpServer backend;
    private static ServiceProcess executor;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        approvals = new Approvals(STACK);
        // Before it starts: a topic that comes later is found within ten seconds, which is tested where it is done.
        approvals.topicsOf("shop.echo", "orders.pay", "orders.refund", "orders.list");
        backend = backend();
        var routes = Files.writeString(folder.resolve("routes.yaml"), """
                routes:
                  - action: orders.*
                    connector: http
                    url: http://127.0.0.1:%d/orders
                    headers: {X-Api-Key: "${env:ORDERS_KEY}"}
                  - {action: "shop.*", connector: echo}
                """.formatted(
                        backend.getAddress().getPort()));
        executor =
                STACK.service(Service.EXECUTOR, Map.of("COUNTERSIGN_ROUTES", routes.toString(), "ORDERS_KEY", CANARY));
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

        executor.kill();
        executor.start();
        await().untilAsserted(() -> {
            var elsewhere = cacheable();
            await().until(() -> approvals.statusesOf(elsewhere).contains(OutcomeStatus.SUCCEEDED));
            assertThat(approvals.outcomesOf(elsewhere).getLast().getCached()).isTrue();
        });

        var called = approvals.outcomesOf(first).getLast();
        var kept = approvals.outcomesOf(again).getLast();
        assertThat(called.getCached()).isFalse();
        assertThat(kept.getCached()).isTrue();
        assertThat(kept.getResult()).isEqualTo(called.getResult());
        assertThat(kept.getUsage().getInputTokens() + kept.getUsage().getOutputTokens())
                .isZero();
        assertThat(KEYS_SEEN).contains(first.getIdempotencyKey()).doesNotContain(again.getIdempotencyKey());
    }

    private static ApprovedIntent cacheable() throws Exception {
        return approvals.approve(
                "orders.list",
                "{\"page\":1}",
                true,
                approval -> approval.setCache("user").setCacheMillis(3_600_000L));
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
