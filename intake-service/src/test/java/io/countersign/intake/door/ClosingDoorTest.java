package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.equalToIgnoringCase;
import static org.hamcrest.Matchers.hasItem;

import io.countersign.contract.Owner;
import io.countersign.intake.waiting.Drain;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The end of the doors, which comes once: everything that is open before it, then what is refused after it. */
@QuarkusTest
@TestProfile(ClosingDoorTest.Patient.class)
@TestMethodOrder(OrderAnnotation.class)
class ClosingDoorTest extends DoorTest {
    /** An owner whose channel hears of nothing else. */
    private static final Owner BOB = new Owner("acme", "u" + UUID.randomUUID());

    private static final int GOING_AWAY = 1001;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    Drain drain;

    /** An instance of its own: once its doors are closed no other test could use it. */
    public static final class Patient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("countersign.intake.drain", "8s");
        }
    }

    @Test
    @Order(1)
    void what_can_be_resumed_ends_at_once_and_what_is_awaited_gets_its_answer_or_what_is_known() throws Exception {
        awaitReadiness();
        var streamed = held();
        var mark = UUID.randomUUID().toString();
        try (var channel = ChannelClient.open(address, null, token(BOB));
                var busy = ChannelClient.open(address, null, token());
                var stream = new EventStream(address, streamed, token(), null)) {
            channel.next("open");
            busy.next("open");
            stream.next();
            var chat = awaitedChat(mark + "-chat");
            var tool = awaitedTool(mark + "-tool");
            var ended = awaitedEnd(mark + "-ended");
            var endless = awaitedEnd(mark + "-endless");
            var list = aside(() -> given().auth()
                    .oauth2(token())
                    .accept("text/event-stream")
                    .header("MCP-Protocol-Version", "2025-11-25")
                    .get("/mcp")
                    .then());
            busy.say("{\"ref\": \"r\", \"submit\": {\"action\": \"echo\", \"parameters\": {\"silent\": true, \"mark\":"
                    + " \"" + mark + "-said\"}}}");
            intent(mark + "-said");
            Awaitility.await().until(() -> drain.inside() >= 8);

            var left = aside(this::drained);

            Awaitility.await().until(() -> drain.closing().hasCome());
            around.broker().advance(ANA, intent(mark + "-ended"), "SUCCEEDED");
            ended.get(20, TimeUnit.SECONDS).statusCode(200).body("state", equalTo("SUCCEEDED"));
            assertThat(channel.closing()).isEqualTo(GOING_AWAY);
            assertThat(stream.rest()).isEmpty();
            list.get(20, TimeUnit.SECONDS).statusCode(200);
            assertThat(drain.lastCall().hasCome()).isFalse();
            assertThat(busy.next("answer").path("status").asInt()).isEqualTo(202);
            assertThat(busy.closing()).isEqualTo(GOING_AWAY);

            endless.get(20, TimeUnit.SECONDS).statusCode(202).body("state", equalTo("APPROVED"));
            chat.get(20, TimeUnit.SECONDS)
                    .statusCode(503)
                    .header("x-should-retry", "false")
                    .body("error.code", equalTo("BROKER_AWAY"));
            tool.get(20, TimeUnit.SECONDS)
                    .statusCode(200)
                    .body("result.structuredContent.id", equalTo(intent(mark + "-tool")));
            assertThat(left.get(20, TimeUnit.SECONDS)).isZero();
            assertThat(around.broker().cancelled(intent(mark + "-chat"))).isEmpty();
            assertThat(around.broker().cancelled(intent(mark + "-tool"))).isEmpty();
        }
    }

    @Test
    @Order(2)
    void then_every_door_says_so_in_its_own_words_and_health_is_answered() {
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.findAll { it.status == 'DOWN' }.name", hasItem("the doors are open"));
        given().get("/q/health/live").then().statusCode(200);
        goingAway(post(echo("{}"))).contentType("application/problem+json").body("code", equalTo("GOING_AWAY"));
        goingAway(given().get("/").then()).body("code", equalTo("GOING_AWAY"));
        goingAway(authenticated()
                        .contentType("application/json")
                        .body("{}")
                        .post("/v1/chat/completions")
                        .then())
                .header("x-should-retry", "true")
                .body("error.code", equalTo("GOING_AWAY"));
        goingAway(new McpClient(token()).ask("tools/list", "{}"))
                .body("jsonrpc", equalTo("2.0"))
                .body("error.data.code", equalTo("GOING_AWAY"));
        assertThat(ChannelClient.refusal(
                        address, null, builder -> builder.header("Authorization", "Bearer " + token())))
                .isEqualTo(503);
    }

    private static ValidatableResponse goingAway(ValidatableResponse answer) {
        return answer.statusCode(503).header("Retry-After", "1").header("Connection", equalToIgnoringCase("close"));
    }

    /** On a thread of its own: the common ones are too few for all who wait here. */
    private static <T> CompletableFuture<T> aside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, Thread.ofVirtual()::start);
    }

    private int drained() {
        try {
            return drain.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Something that is known to be held: the first decisions of a door that is new may come too late for their callers. */
    private String held() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> post("{\"action\": \"echo\", \"parameters\": {\"state\": \"HELD\"}}")
                                .statusCode(202)
                                .extract(),
                        answer -> "HELD".equals(answer.path("state")))
                .path("id");
    }

    private CompletableFuture<ValidatableResponse> awaitedEnd(String mark) {
        return awaited(
                mark,
                "/v1/intents",
                "{\"action\": \"echo\", \"parameters\": {\"state\": \"APPROVED\", \"mark\": \"%s\"}}");
    }

    private CompletableFuture<ValidatableResponse> awaitedChat(String mark) {
        return awaited(
                mark,
                "/v1/chat/completions",
                "{\"model\": \"small\", \"max_tokens\": 5, \"state\": \"APPROVED\", \"mark\": \"%s\", \"messages\":"
                        + " [{\"role\": \"user\", \"content\": \"Hello\"}]}");
    }

    private CompletableFuture<ValidatableResponse> awaitedTool(String mark) {
        return awaited(
                mark,
                "/mcp",
                McpClient.message(
                        "tools/call",
                        "{\"name\": \"echo\", \"arguments\": {\"state\": \"APPROVED\", \"mark\": \"%s\"}}"));
    }

    /** The answer to come; returns when the broker has the intent. */
    private CompletableFuture<ValidatableResponse> awaited(String mark, String path, String body) {
        var answer = aside(() -> given().auth()
                .oauth2(token())
                .accept("application/json, text/event-stream")
                .contentType("application/json")
                .header("Prefer", "wait=60")
                .header("MCP-Protocol-Version", "2025-11-25")
                .body(body.formatted(mark))
                .post(path)
                .then());
        intent(mark);
        return answer;
    }

    private String intent(String mark) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !around.broker().submittedWith(mark).isEmpty());
        return around.broker().submittedWith(mark).getFirst();
    }
}
