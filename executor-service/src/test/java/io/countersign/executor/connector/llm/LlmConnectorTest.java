package io.countersign.executor.connector.llm;

import static io.countersign.executor.connector.llm.ModelServer.ends;
import static io.countersign.executor.connector.llm.ModelServer.says;
import static io.countersign.executor.connector.llm.ModelServer.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Failed;
import io.countersign.protocol.Result.FailedRetryable;
import io.countersign.protocol.Result.Succeeded;
import io.countersign.protocol.Result.Unknown;
import io.countersign.protocol.TokenUse;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token is one character here; an attempt has two seconds. */
@SuppressWarnings("NullAway.Init") // BeforeEach sets the fields
class LlmConnectorTest {

    private static final String CHAT = "{\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}]}";
    private static final long CHAT_TOKENS = "hi\nuser".length();
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"completion_tokens\":5,\"prompt_tokens\":9}}";
    private static final String ERROR = "{\"error\":{\"message\":\"the key model-key-1 is over its limit\"}}";
    private static final String JSON = "application/json";

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final Attempt attempt = new Attempt("run", shown::add);
    private ModelServer one;
    private ModelServer other;
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        one = new ModelServer();
        other = new ModelServer();
        other.streams(says("from the other"), ends("stop"), "[DONE]");
        connector = connector("""
                {"providers": {"one": {"url": "%s/", "key": "${env:KEY}"}, "other": {"url": "%s"}},
                 "models": {"small": {"provider": "one", "as": "vendor/small-9"}, "large": {"provider": "other"}},
                 "default": "small"}""".formatted(one.url(), other.url()));
    }

    @AfterEach
    void stop() {
        connector.close();
        one.close();
        other.close();
    }

    @Test
    void an_answer_is_streamed_put_together_and_comes_with_what_it_consumed() throws Exception {
        one.streams(says("Hel"), says("lo"), ends("stop"), USAGE, "[DONE]");

        var result = (Succeeded) call("small");

        assertThat(shown).hasSize(4).allMatch(piece -> piece.contains("\"model\":\"small\""));
        assertThat(message(result).path("content").asText()).isEqualTo("Hello");
        assertThat(result.use()).isEqualTo(new TokenUse(9, 5, 0, 0, false, "small"));
        assertThat(result.source()).isEqualTo(Result.Source.CALLED);
        assertThat(one.asked)
                .containsExactly("{\"max_tokens\":100,\"messages\":[{\"content\":\"hi\",\"role\":\"user\"}],"
                        + "\"model\":\"vendor/small-9\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(one.authorizations).containsExactly("Bearer model-key-1");
    }

    @Test
    void each_piece_is_shown_before_the_next_one_exists() throws Exception {
        one.script = exchange -> {
            try (var body = ModelServer.stream(exchange)) {
                for (var piece = 1; piece <= 5; piece++) {
                    send(body, says("x"));
                    var sent = piece;
                    await().until(() -> shown.size() == sent);
                }
                send(body, ends("stop"));
            }
        };

        assertThat(call("small")).isInstanceOf(Succeeded.class);
    }

    @Test
    void who_names_no_model_gets_the_routes() throws Exception {
        one.streams(says("Hello"), ends("stop"), "[DONE]");

        assertThat(call(null).use()).isEqualTo(new TokenUse(CHAT_TOKENS, 5, 0, 0, true, "small"));
    }

    @Test
    void a_route_with_one_provider_passes_the_bundles_name_on() throws Exception {
        connector = connector("{\"url\": \"" + one.url() + "\", \"model\": \"default\"}");
        one.streams(says("Hello"), ends("stop"), "[DONE]");

        assertThat(call("any-model").use()).extracting(use -> use.model()).isEqualTo("any-model");
        assertThat(one.asked.getFirst()).contains("\"model\":\"any-model\"");
    }

    @Test
    void a_provider_that_does_not_stream_is_as_good() throws Exception {
        one.answers(
                200,
                JSON,
                "{\"choices\":[{\"finish_reason\":\"stop\",\"index\":0,\"message\":{\"content\":\"Hello\"}}]}");

        var result = (Succeeded) call("small");

        assertThat(shown).hasSize(1);
        assertThat(message(result).path("content").asText()).isEqualTo("Hello");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 5, 0, 0, true, "small"));
    }

    @Test
    void a_provider_that_says_more_than_it_may_is_cut_off() throws Exception {
        one.script = exchange -> {
            try (var body = ModelServer.stream(exchange)) {
                while (true) {
                    send(body, says("0123456789"));
                }
            }
        };

        var result = (Succeeded) call("small");

        assertThat(message(result).path("content").asText()).isEqualTo("0123456789".repeat(10));
        assertThat(shown.getLast()).contains("\"finish_reason\":\"length\"");
        assertThat(result.result()).contains("\"finish_reason\":\"length\"");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 110, 0, 0, true, "small"));
        assertThat(one.hungUp.await(10, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 51) - 257, (1L << 51) - 256, 1L << 51, 1L << 52, Long.MAX_VALUE})
    void however_much_is_reserved_an_answer_is_not_too_large_for_it(long reserved) throws Exception {
        one.streams(says("Hello"), ends("stop"), "[DONE]");

        var result = connector.call(ApprovedActions.of(CHAT, true, "small", List.of(), null, reserved), attempt);

        assertThat(result).isInstanceOf(Succeeded.class);
        assertThat(message((Succeeded) result).path("content").asText()).isEqualTo("Hello");
    }

    @Test
    void after_an_answer_its_connection_is_kept() throws Exception {
        var ports = new CopyOnWriteArrayList<Integer>();
        one.script = exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            try (var body = ModelServer.stream(exchange)) {
                send(body, says("Hello"));
                send(body, ends("stop"));
                send(body, "[DONE]");
            }
        };

        for (var calls = 0; calls < 5; calls++) {
            assertThat(call("small")).isInstanceOf(Succeeded.class);
        }

        assertThat(ports.stream().distinct().count()).isLessThan(5);
    }

    @ParameterizedTest
    @CsvSource({"429", "500", "502", "529", "401", "403", "404", "302"})
    void who_fails_before_a_word_is_passed_over_for_the_next(int status) throws Exception {
        one.answers(status, JSON, ERROR, "Location", other.url() + "/elsewhere");

        var result = (Succeeded) call("small", List.of("large"));

        assertThat(message(result).path("content").asText()).isEqualTo("from the other");
        assertThat(result.source()).isEqualTo(Result.Source.FALLBACK);
        assertThat(result.use()).extracting(use -> use.model()).isEqualTo("large");
        assertThat(attempt.passedOver()).singleElement().satisfies(passed -> {
            assertThat(passed.model()).isEqualTo("small");
            assertThat(passed.failure().code()).isEqualTo("HTTP_" + status);
            assertThat(passed.failure().message()).contains("[redacted]").doesNotContain("model-key-1");
        });
    }

    @Test
    void a_refusal_that_breaks_off_in_the_middle_of_a_secret_does_not_end_with_its_beginning() throws Exception {
        one.script = exchange -> {
            exchange.sendResponseHeaders(401, 1_000);
            exchange.getResponseBody().write("wrong: model-ke".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        };

        assertThat(((Failed) call("small")).failure().message())
                .isEqualTo("the backend answered 401: wrong: [redacted]…");
    }

    @Test
    void who_is_silent_leaves_the_next_one_time_to_answer() throws Exception {
        one.script = exchange -> one.hungUp.await(5, TimeUnit.SECONDS);

        assertThat(call("small", List.of("large"))).isInstanceOf(Succeeded.class);
        assertThat(attempt.passedOver())
                .extracting(passed -> passed.failure().code())
                .containsExactly("TIMEOUT");
    }

    @Test
    void who_begins_without_a_word_and_breaks_is_passed_over_and_was_not_seen() throws Exception {
        one.streams("{\"choices\":[{\"delta\":{\"role\":\"assistant\"},\"index\":0}]}");

        assertThat(call("small", List.of("large"))).isInstanceOf(Succeeded.class);
        assertThat(shown).allMatch(piece -> piece.contains("\"model\":\"large\""));
    }

    @Test
    void nobody_is_asked_in_the_place_of_a_model_that_has_begun() throws Exception {
        one.streams(says("Hel"), "{\"error\":{\"message\":\"overloaded\"}}");

        var result = (FailedRetryable) call("small", List.of("large"));

        assertThat(result.failure().code()).isEqualTo("PROVIDER_ERROR");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 3, 0, 0, true, "small"));
        assertThat(other.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400", "413", "422"})
    void a_request_that_is_wrong_is_wrong_for_all(int status) throws Exception {
        one.answers(status, JSON, ERROR);

        assertThat(call("small", List.of("large")))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("HTTP_" + status));
        assertThat(other.asked).isEmpty();
    }

    @Test
    void a_model_without_a_route_is_passed_over() throws Exception {
        assertThat(call("unheard-of", List.of("unseen", "large"))).isInstanceOf(Succeeded.class);
        assertThat(attempt.passedOver())
                .extracting(passed -> passed.failure().code())
                .containsExactly("NO_ROUTE_FOR_MODEL", "NO_ROUTE_FOR_MODEL");
    }

    @Test
    void a_model_without_a_route_and_without_fallbacks_cannot_be_asked() throws Exception {
        assertThat(call("unheard-of"))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("NO_ROUTE_FOR_MODEL"));
    }

    @Test
    void if_all_fail_each_is_named_and_the_first_to_be_back_says_when() throws Exception {
        one.answers(429, JSON, ERROR, "Retry-After", "30");
        other.answers(503, JSON, "", "Retry-After", "7");

        var result = (FailedRetryable) call("small", List.of("large", "unheard-of"));

        assertThat(result.failure().code()).isEqualTo("NO_MODEL_ANSWERED");
        assertThat(result.failure().message())
                .contains("small: HTTP_429", "large: HTTP_503", "unheard-of: NO_ROUTE_FOR_MODEL");
        assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(result.use()).isEqualTo(TokenUse.NONE);
    }

    @Test
    void if_nobody_ever_can_the_failure_is_final() throws Exception {
        one.answers(401, JSON, ERROR);
        other.answers(404, JSON, "");

        assertThat(call("small", List.of("large"))).isInstanceOf(Failed.class);
    }

    @Test
    void where_nobody_can_tell_what_was_consumed_the_whole_hold_is_settled() throws Exception {
        one.answers(500, JSON, ERROR);
        other.answers(429, JSON, ERROR);

        assertThat(call("small", List.of("large")).use()).isNull();
    }

    @Test
    void what_may_be_done_once_only_is_asked_of_nobody_else_after_it_may_have_been() throws Exception {
        one.answers(500, JSON, ERROR);

        assertThat(once("small", List.of("large"))).isInstanceOf(Unknown.class);
        assertThat(other.asked).isEmpty();

        one.answers(429, JSON, ERROR);
        assertThat(once("small", List.of("large"))).isInstanceOf(Succeeded.class);
    }

    @Test
    void nobody_listening_is_passed_over() throws Exception {
        one.close();

        assertThat(call("small", List.of("large"))).isInstanceOf(Succeeded.class);
        assertThat(attempt.passedOver())
                .extracting(passed -> passed.failure().code())
                .containsExactly("NOT_CONNECTED");
    }

    @Test
    void where_nothing_was_sent_to_anybody_there_was_no_effect_and_nothing_was_used() throws Exception {
        one.close();
        other.close();

        var result = (FailedRetryable) call("small", List.of("large", "unheard-of"));

        assertThat(result.failure().code()).isEqualTo("NO_MODEL_ANSWERED");
        assertThat(result.noEffect()).isTrue();
        assertThat(result.use()).isEqualTo(TokenUse.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void one_model_that_was_asked_is_enough_to_leave_it_open(int status) throws Exception {
        one.answers(status, JSON, "");
        other.close();

        assertThat(((FailedRetryable) call("small", List.of("large"))).noEffect())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"error\":{\"message\":\"bad day\"}} | PROVIDER_ERROR",
                "application/json | {\"choices\":[]} | ANSWER_UNREADABLE",
                "application/json | {\"choices\":[{\"mess | ANSWER_UNREADABLE",
                "text/html | <html> | WRONG_CONTENT_TYPE",
                "text/event-stream | data: {\"error\":{\"message\":\"bad day\"}} | PROVIDER_ERROR",
                "text/event-stream | data: {\"choices\": | STREAM_BROKEN",
                "text/event-stream | : nothing | STREAM_BROKEN",
            })
    void success_without_an_answer_is_a_failure(String type, String body, String code) throws Exception {
        one.answers(200, type, body);

        assertThat(call("small"))
                .isInstanceOfSatisfying(
                        FailedRetryable.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(code));
        assertThat(shown).isEmpty();
    }

    @Test
    void half_a_stream_is_a_failure_that_counts_what_came() throws Exception {
        one.streams(says("Hel"), says("lo"));

        var result = (FailedRetryable) call("small");

        assertThat(result.failure().code()).isEqualTo("STREAM_BROKEN");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 5, 0, 0, true, "small"));
    }

    @Test
    void a_whole_answer_without_a_word_about_the_end_is_an_answer() throws Exception {
        one.streams(says("Hello"), ends("stop"));

        assertThat(call("small")).isInstanceOf(Succeeded.class);
    }

    @Test
    void an_event_of_ten_megabytes_is_not_read() throws Exception {
        one.streams(says("x".repeat(10_000_000)));

        assertThat(call("small"))
                .isInstanceOfSatisfying(
                        FailedRetryable.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("ANSWER_TOO_LARGE"));
    }

    @Test
    void a_stream_that_goes_on_without_a_word_is_cut_off() throws Exception {
        one.script = exchange -> {
            try (var body = ModelServer.stream(exchange)) {
                while (true) {
                    body.write((": " + "still thinking ".repeat(600) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        };

        assertThat(call("small"))
                .isInstanceOfSatisfying(
                        FailedRetryable.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("ANSWER_TOO_LARGE"));
        assertThat(one.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_stream_that_stops_in_the_middle_ends_with_its_time_and_counts_what_came() throws Exception {
        one.script = exchange -> {
            var body = ModelServer.stream(exchange);
            send(body, says("Hel"));
            other.hungUp.await(5, TimeUnit.SECONDS);
        };

        var result = (FailedRetryable) call("small");

        assertThat(result.failure().code()).isEqualTo("TIMEOUT");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 3, 0, 0, true, "small"));
    }

    @Test
    void a_call_that_is_cancelled_hangs_up_and_counts_what_came() throws Exception {
        one.script = exchange -> {
            try (var body = ModelServer.stream(exchange)) {
                send(body, says("Hel"));
                while (true) {
                    body.write(": still here\n".getBytes(StandardCharsets.UTF_8));
                    body.flush();
                }
            }
        };
        var running = inBackground(() -> call("small"));
        await().until(() -> !shown.isEmpty());

        attempt.cancel(Cancellation.REQUESTED);
        running.thread().interrupt();

        var result = (FailedRetryable) running.task().get(10, TimeUnit.SECONDS);
        assertThat(result.failure().code()).isEqualTo("CANCELLED");
        assertThat(result.use()).isEqualTo(new TokenUse(CHAT_TOKENS, 3, 0, 0, true, "small"));
        assertThat(one.hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_connection_that_is_reset_before_an_answer_leaves_open_what_happened() throws Exception {
        try (var rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connector = connector("{\"url\": \"http://127.0.0.1:" + rude.getLocalPort() + "\"}");
            inBackground(() -> {
                try (var accepted = rude.accept()) {
                    accepted.setSoLinger(true, 0);
                    return accepted.getInputStream().read();
                }
            });

            assertThat(once("small", List.of()))
                    .isInstanceOfSatisfying(
                            Unknown.class,
                            unknown -> assertThat(unknown.failure().code()).isEqualTo("CONNECTION_LOST"));
        }
    }

    @Test
    void a_provider_takes_as_many_calls_as_its_route_says() throws Exception {
        connector = connector("""
                {"providers": {"one": {"url": "%s", "inFlight": 1}, "other": {"url": "%s"}},
                 "models": {"small": {"provider": "one"}, "large": {"provider": "other"}}}""".formatted(one.url(), other.url()));
        one.script = exchange -> one.hungUp.await(5, TimeUnit.SECONDS);
        var first = inBackground(() -> connector.call(action("small", List.of(), true), ApprovedActions.attempt()));
        await().until(() -> one.asked.size() == 1);

        assertThat(call("small", List.of("large"))).isInstanceOf(Succeeded.class);
        assertThat(attempt.passedOver())
                .extracting(passed -> passed.failure().code())
                .containsExactly("PROVIDER_BUSY");
        assertThat(first.task().get(10, TimeUnit.SECONDS)).isInstanceOf(FailedRetryable.class);
    }

    @Test
    void who_waits_for_a_place_gives_up_while_there_is_time_for_an_answer() throws Exception {
        connector = connector("""
                {"providers": {"one": {"url": "%s", "inFlight": 1}}, "models": {"small": {"provider": "one"}}}""".formatted(one.url()));
        one.script = exchange -> one.hungUp.await(5, TimeUnit.SECONDS);
        var first = inBackground(() -> connector.call(action("small", List.of(), true), ApprovedActions.attempt()));
        await().until(() -> one.asked.size() == 1);

        var began = System.nanoTime();
        var result = (FailedRetryable) call("small");

        assertThat(result.failure().code()).isEqualTo("PROVIDER_BUSY");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThat(first.task().get(10, TimeUnit.SECONDS)).isInstanceOf(FailedRetryable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"messages\":[],\"n\":200}", "[]"})
    void what_is_no_chat_makes_no_call(String parameters) throws Exception {
        var action = ApprovedActions.of(parameters, true, "small", null, 100);

        assertThat(connector.call(action, attempt))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("UNUSABLE_PARAMETER"));
        assertThat(one.asked).isEmpty();
    }

    private record Background<T>(FutureTask<T> task, Thread thread) {}

    private static <T> Background<T> inBackground(Callable<T> call) {
        var task = new FutureTask<>(call);
        return new Background<>(task, Thread.startVirtualThread(task));
    }

    private static Connector connector(String settings) throws Exception {
        var secrets = new Secrets(Map.of("KEY", "model-key-1")::get);
        return new LlmKind(String::length).connector(Fields.of("route", CanonicalJson.parse(settings)), secrets);
    }

    private Result call(@Nullable String model) throws InterruptedException {
        return call(model, List.of());
    }

    private Result call(@Nullable String model, List<String> fallbacks) throws InterruptedException {
        return connector.call(action(model, fallbacks, true), attempt);
    }

    private Result once(String model, List<String> fallbacks) throws InterruptedException {
        return connector.call(action(model, fallbacks, false), attempt);
    }

    private static ApprovedAction action(@Nullable String model, List<String> fallbacks, boolean idempotent) {
        return ApprovedActions.of(CHAT, idempotent, model, fallbacks, null, 100);
    }

    private static JsonNode message(Succeeded result) throws Exception {
        return CanonicalJson.parse(String.valueOf(result.result())).at("/choices/0/message");
    }
}
