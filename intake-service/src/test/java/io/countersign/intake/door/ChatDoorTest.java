package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChatDoorTest extends DoorTest {
    private static final String COMPLETION = "{\"object\": \"chat.completion\", \"choices\": [{\"index\": 0,"
            + " \"finish_reason\": \"stop\", \"message\": {\"role\": \"assistant\", \"content\": \"Hello.\"}}]}";

    /** Marks the chat of a test. */
    private final String mark = UUID.randomUUID().toString();

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @BeforeEach
    void begin() {
        awaitReadiness();
    }

    @Test
    void the_answer_comes_when_the_chat_has_ended() {
        var id = chat("\"then\": \"SUCCEEDED\", \"result\": " + COMPLETION)
                .statusCode(200)
                .contentType("application/json")
                .header("x-request-id", notNullValue())
                .body("object", equalTo("chat.completion"))
                .body("model", equalTo("small"))
                .body("choices[0].message.content", equalTo("Hello."))
                .body("usage.prompt_tokens", equalTo(7))
                .body("usage.total_tokens", equalTo(12))
                .extract()
                .<String>path("id");

        var intent = around.broker().submittedWith(mark).getFirst();
        assertThat(id).isEqualTo("chatcmpl-" + intent);
        var record = around.broker().submitted(intent).getFirst().value();
        assertThat(record.getAction()).isEqualTo("llm.chat");
        assertThat(record.getModel()).isEqualTo("small");
        assertThat(record.getMaxTokens()).isEqualTo(40);
        assertThat(record.getParameters()).doesNotContain("max_tokens", "\"model\"", "someone", "stream");
    }

    @Test
    void a_prepared_answer_is_there_with_the_decision() {
        chat("\"state\": \"SUCCEEDED\", \"result\": {\"choices\": [{\"message\": {\"content\": \"Nine to five.\"}}]}")
                .statusCode(200)
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].finish_reason", equalTo("stop"))
                .body("choices[0].message.content", equalTo("Nine to five."));
    }

    @Test
    void a_result_that_is_no_completion_is_the_text_of_one() {
        chat("\"state\": \"SUCCEEDED\", \"result\": {\"x\": 1}")
                .statusCode(200)
                .body("choices[0].message.content", equalTo("{\"x\":1}"));
    }

    @Test
    void pieces_are_streamed_as_they_come() throws Exception {
        var events = stream(
                "\"state\": \"HELD\"".replace("HELD", "APPROVED"), ", \"stream_options\": {\"include_usage\": true}");
        var id = intent();
        var running = Attempt.first().begun();
        around.broker().advance(ANA, id, "RUNNING", running);
        around.broker().say(ANA, id, running, 0, piece("Hel"));
        around.broker().say(ANA, id, running, 1, piece("lo"));
        around.broker().say(ANA, id, running, 2, "{\"choices\": [], \"usage\": {\"total_tokens\": 99}}");
        around.broker().advance(ANA, id, "SUCCEEDED", running.ended(3));

        var told = events.join();
        assertThat(told).hasSize(5);
        assertThat(told.get(0)).contains("\"content\":\"Hel\"", "\"id\":\"chatcmpl-" + id + "\"");
        assertThat(told.get(1)).contains("\"content\":\"lo\"");
        assertThat(told.get(2)).contains("\"finish_reason\":\"stop\"");
        assertThat(told.get(3)).contains("\"choices\":[]", "\"total_tokens\":");
        assertThat(told.get(4)).isEqualTo("[DONE]");
    }

    @Test
    void an_answer_in_one_piece_is_streamed_as_one() throws Exception {
        var told = stream("\"state\": \"SUCCEEDED\", \"result\": " + COMPLETION, "")
                .join();

        assertThat(told).hasSize(2);
        assertThat(told.getFirst())
                .contains("chat.completion.chunk", "\"content\":\"Hello.\"", "\"finish_reason\":\"stop\"");
        assertThat(told.getLast()).isEqualTo("[DONE]");
    }

    @Test
    void what_fails_after_its_first_piece_ends_with_an_error() throws Exception {
        var events = stream("\"state\": \"APPROVED\"", "");
        var id = intent();
        var running = Attempt.first().begun();
        around.broker().advance(ANA, id, "RUNNING", running);
        around.broker().say(ANA, id, running, 0, piece("Hel"));
        around.broker().advance(ANA, id, "DEAD", running.ended(1));

        assertThat(events.join()).hasSize(2).last().asString().contains("{\"error\":", "\"code\":\"DEAD\"", id);
    }

    @Test
    void an_answer_that_begins_anew_is_not_glued_together() throws Exception {
        var events = stream("\"state\": \"APPROVED\"", "");
        var id = intent();
        var first = Attempt.first().begun();
        var second = first.next().begun();
        around.broker().advance(ANA, id, "RUNNING", first);
        around.broker().say(ANA, id, first, 0, piece("Hel"));
        around.broker().advance(ANA, id, "RUNNING", second);
        around.broker().say(ANA, id, second, 0, piece("Good day"));

        assertThat(events.join()).hasSize(2).last().asString().contains("{\"error\":", "its beginning does not count");
        Awaitility.await()
                .untilAsserted(() -> assertThat(around.broker().cancelled(id)).isNotEmpty());
    }

    @Test
    void what_is_held_after_the_first_two_seconds_is_told_as_such() throws Exception {
        var answered = CompletableFuture.supplyAsync(() -> chat("\"silent\": true"));
        var id = intent();
        around.broker().decideLate(ANA, id, "HELD");

        answered.join().statusCode(403).body("error.type", equalTo("held_for_review"));
        assertThat(around.broker().cancelled(id)).isEmpty();
    }

    @Test
    void whoever_goes_away_before_the_decision_cancels_too() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var sent = http.sendAsync(request(body("\"silent\": true", false, "")), BodyHandlers.ofString());
            var id = intent();
            sent.cancel(true);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(around.broker().cancelled(id)).isNotEmpty());
            http.shutdownNow();
        }
    }

    @Test
    void where_policy_stream_goes_away_the_end_is_an_error_and_no_reason_to_ask_again() throws Exception {
        var events = stream("\"state\": \"APPROVED\"", "");
        var id = intent();
        around.queries().close();
        try {
            around.broker().advance(ANA, id, "SUCCEEDED");
            assertThat(events.join()).singleElement().asString().contains("{\"error\":", "cannot be told now");
        } finally {
            around.queries().start();
        }
        assertThat(around.broker().cancelled(id)).isEmpty();
    }

    @Test
    void an_answer_that_comes_after_the_token_has_ended_is_told_as_that() throws Exception {
        var http = HttpClient.newHttpClient();
        var streamed = http.sendAsync(
                request(body("\"state\": \"APPROVED\"", true, ""), goodForThreeSeconds()),
                BodyHandlers.ofInputStream());
        var whole = http.send(
                request(body("\"state\": \"APPROVED\"", false, ""), goodForThreeSeconds()), BodyHandlers.ofString());

        assertThat(whole.statusCode()).isEqualTo(401);
        assertThat(whole.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(whole.body()).contains("the token ended before the answer did", "UNAUTHENTICATED");
        assertThat(events(streamed.join()))
                .singleElement()
                .asString()
                .contains("{\"error\":", "the token ended before the answer did");
        for (var id : around.broker().submittedWith(mark)) {
            assertThat(around.broker().cancelled(id)).isEmpty();
        }
    }

    @Test
    void what_has_no_reason_to_end_in_its_pieces_gets_one() throws Exception {
        var events = stream("\"state\": \"APPROVED\", \"result\": " + COMPLETION, "");
        var id = intent();
        var running = Attempt.first().begun();
        around.broker().advance(ANA, id, "RUNNING", running);
        around.broker().say(ANA, id, running, 0, "\"Hel\"");
        around.broker().say(ANA, id, running, 1, "\"lo.\"");
        around.broker().advance(ANA, id, "SUCCEEDED", running.ended(2));

        assertThat(events.join()).hasSize(4).element(2).asString().contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void whoever_goes_away_cancels() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var sent = http.sendAsync(request(body("\"state\": \"APPROVED\"", false, "")), BodyHandlers.ofString());
            var id = intent();
            sent.cancel(true);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(around.broker().cancelled(id)).isNotEmpty());
            http.shutdownNow();
        }
    }

    @Test
    void whoever_leaves_a_stream_cancels() throws Exception {
        var http = HttpClient.newHttpClient();
        var response = http.send(request(body("\"state\": \"APPROVED\"", true, "")), BodyHandlers.ofInputStream());
        var id = intent();
        response.body().close();
        http.shutdownNow();
        Awaitility.await()
                .untilAsserted(() -> assertThat(around.broker().cancelled(id)).isNotEmpty());
    }

    @Test
    void over_budget_says_when_and_that_a_repeat_makes_no_sense_now() {
        chat("\"refuse\": \"OVER_BUDGET\"")
                .statusCode(429)
                .contentType("application/json")
                .header("x-should-retry", "false")
                .header("Retry-After", notNullValue())
                .header("RateLimit", startsWith("\"chat-tokens\""))
                .body("error.type", equalTo("rate_limit_error"))
                .body("error.code", equalTo("OVER_BUDGET"))
                .body("error.message", equalTo("refused by the test"))
                .body("error.id", notNullValue());
    }

    @Test
    void what_is_held_is_refused_by_its_own_type() {
        chat("\"state\": \"HELD\"")
                .statusCode(403)
                .header("x-should-retry", "false")
                .header("Location", startsWith("/v1/intents/"))
                .body("error.type", equalTo("held_for_review"))
                .body("error.id", equalTo(intent()))
                .body("error.state", equalTo("HELD"));
        assertThat(around.broker().cancelled(intent())).isEmpty();
    }

    @Test
    void what_would_have_to_wait_is_given_up() {
        chat("\"state\": \"DEFERRED\"").statusCode(429).body("error.type", equalTo("rate_limit_error"));
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(around.broker().cancelled(intent())).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_GRANTED, 403, permission_error",
        "INVALID_PARAMETERS, 422, invalid_request_error",
        "RULE, 403, permission_error"
    })
    void a_refusal_is_no_reason_to_try_again(String code, int status, String type) {
        chat("\"refuse\": \"" + code + "\"")
                .statusCode(status)
                .header("x-should-retry", "false")
                .body("error.code", equalTo(code))
                .body("error.type", equalTo(type));
    }

    @Test
    void what_has_failed_for_good_is_a_bad_gateway() {
        chat("\"then\": \"DEAD\"")
                .statusCode(502)
                .body("error.type", equalTo("server_error"))
                .body("error.state", equalTo("DEAD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "no json",
                "{}",
                "{\"model\": 1, \"messages\": []}",
                "{\"model\": \"m\", \"model\": \"m\"}",
                "{\"model\": \"m\", \"stream\": \"yes\"}",
                "{\"model\": \"m\", \"stream_options\": []}",
                "{\"model\": \"m\", \"max_tokens\": 0}",
                "{\"model\": \"m\", \"max_tokens\": 1, \"n\": 129}",
                "{\"model\": \"m\", \"n\": 129}",
                "{\"model\": \"m\", \"x\": 9007199254740993}"
            })
    void what_is_no_chat_is_refused_in_openais_words(String body) {
        authenticated()
                .contentType("application/json")
                .body(body)
                .post("/v1/chat/completions")
                .then()
                .statusCode(400)
                .contentType("application/json")
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.message", notNullValue());
    }

    @Test
    void who_is_nobody_is_told_so_in_openais_words() {
        io.restassured.RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(401)
                .body("error.type", equalTo("authentication_error"));
        authenticated()
                .get("/v1/chat/completions")
                .then()
                .statusCode(405)
                .body("error.code", equalTo("METHOD_NOT_ALLOWED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat",
                "/v1/chat/nothing",
                "/v1/chat/completions/chatcmpl-1/messages",
                "/v1/models/tiny/versions",
                "/v1/completions",
                "/v1/embeddings",
                "/v1/responses",
                "/v1/responses/resp_1/cancel",
                "/v1/vector_stores"
            })
    void who_asks_for_more_of_openais_api_is_told_in_its_words_what_there_is(String path) {
        authenticated()
                .contentType("application/json")
                .body("{}")
                .post(path)
                .then()
                .statusCode(404)
                .contentType("application/json")
                .header("x-should-retry", equalTo("false"))
                .body("error.type", equalTo("not_found_error"))
                .body("error.code", equalTo("NOT_FOUND"))
                .body(
                        "error.message",
                        equalTo(
                                "there is nothing at this path: of OpenAI's API there are POST /v1/chat/completions, GET"
                                        + " /v1/models and GET /v1/models/{model}"));
    }

    @Test
    void a_method_that_a_path_of_openais_does_not_have_is_refused_in_its_words() {
        authenticated()
                .delete("/v1/models/tiny")
                .then()
                .statusCode(405)
                .header("Allow", containsString("GET"))
                .body("error.code", equalTo("METHOD_NOT_ALLOWED"))
                .body("error.type", equalTo("invalid_request_error"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1", "/v1/", "/v1/chats", "/v1/intents/1/2/3", "/v2/chat/completions", "/chat/completions"})
    void elsewhere_a_path_that_there_is_not_is_a_problem_like_any_other(String path) {
        authenticated()
                .post(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", equalTo("there is nothing at this path"));
    }

    @Test
    void models_are_listed_as_openai_does() {
        authenticated()
                .get("/v1/models")
                .then()
                .statusCode(200)
                .body("object", equalTo("list"))
                .body("data.id", hasItems("small", "tiny"));
        authenticated().get("/v1/models/tiny").then().statusCode(200).body("object", equalTo("model"));
        authenticated().get("/v1/models/huge").then().statusCode(404).body("error.code", equalTo("NOT_FOUND"));
    }

    private ValidatableResponse chat(String wish) {
        return authenticated()
                .contentType("application/json")
                .body(body(wish, false, ""))
                .post("/v1/chat/completions")
                .then();
    }

    /** The data of each event. */
    private CompletableFuture<List<String>> stream(String wish, String more) {
        return HttpClient.newHttpClient()
                .sendAsync(request(body(wish, true, more)), BodyHandlers.ofInputStream())
                .thenApply(ChatDoorTest::events);
    }

    private static List<String> events(HttpResponse<InputStream> response) {
        try (var body = response.body()) {
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(response.headers().allValues("X-Accel-Buffering")).containsExactly("no");
            return new String(body.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring("data: ".length()))
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpRequest request(String body) {
        return request(body, token());
    }

    private HttpRequest request(String body, String token) {
        return HttpRequest.newBuilder(address.resolve("/v1/chat/completions"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private String body(String wish, boolean stream, String more) {
        return "{\"model\": \"small\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}], \"max_tokens\": 40,"
                        .formatted(mark)
                + " \"user\": \"someone\", \"tools\": null, \"stream\": " + stream + more + ", " + wish + "}";
    }

    /** The intent that this test's chat became. */
    private String intent() {
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(around.broker().submittedWith(mark)).isNotEmpty());
        return around.broker().submittedWith(mark).getFirst();
    }

    private static String piece(String content) {
        return "{\"object\": \"chat.completion.chunk\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"%s\"}}]}"
                .formatted(content);
    }
}
