package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.countersign.contract.Headers;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.OnQuota;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmissionDoorTest extends DoorTest {

    @Test
    void an_accepted_intent_is_answered_with_its_state_and_place() {
        var id = post(echo("{\"state\": \"HELD\"}"))
                .statusCode(202)
                .contentType("application/json")
                .body("state", equalTo("HELD"))
                .body("reasons", hasSize(0))
                .header("Location", matchesPattern("/v1/intents/[0-9a-f-]{36}"))
                .extract()
                .<String>path("id");

        assertThat(IntentIds.madeAt(id)).hasValueSatisfying(at -> assertThat(at).isBetween(ago(60), Instant.now()));
    }

    @Test
    void the_record_carries_what_was_asked_and_who_asked() {
        var before = Instant.now().minusMillis(1);
        var id = post(
                        authenticated()
                                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        """
                {"action": "llm.chat", "parameters": {"messages": [{"content": "Hello, world!", "role": "user"}], "n": 1.50},
                 "session": "s", "model": "small", "maxTokens": 9007199254740991, "justification": "<b>now</b>",
                 "private": true, "deadline": "2026-11-21T10:00:00.1239Z", "onQuota": "DEFER"}
                """)
                .statusCode(202)
                .extract()
                .<String>path("id");

        var command = around.broker().submitted(id).getFirst();
        var intent = command.value();
        assertThat(command.key()).isEqualTo("acme/ana");
        assertThat(command.partition()).isEqualTo(ANA.partition(4));
        assertThat(UUID.fromString(command.headers().get(Headers.REQUEST_ID))).isNotNull();
        assertThat(command.headers().get(Headers.TRACEPARENT)).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(intent.getTenant()).isEqualTo("acme");
        assertThat(intent.getUser()).isEqualTo("ana");
        assertThat(intent.getAgent()).isEqualTo("bot");
        assertThat(intent.getTeam()).isEqualTo("ops");
        assertThat(intent.getRoles()).containsExactly("agents", "support");
        assertThat(intent.getAction()).isEqualTo("llm.chat");
        assertThat(intent.getParameters())
                .isEqualTo("{\"messages\":[{\"content\":\"Hello, world!\",\"role\":\"user\"}],\"n\":1.5}");
        assertThat(intent.getSession()).isEqualTo("s");
        assertThat(intent.getModel()).isEqualTo("small");
        assertThat(intent.getMaxTokens()).isEqualTo(9007199254740991L);
        assertThat(intent.getInputTokens()).isEqualTo(4);
        assertThat(intent.getJustification()).isEqualTo("<b>now</b>");
        assertThat(intent.getPrivate$()).isTrue();
        assertThat(intent.getDeadline()).isEqualTo(Instant.parse("2026-11-21T10:00:00.123Z"));
        assertThat(intent.getOnQuota()).isEqualTo(OnQuota.DEFER);
        assertThat(intent.getReplyTo()).isNull();
        assertThat(intent.getNonce().remaining()).isEqualTo(32);
        assertThat(intent.getSubmittedAt()).isBetween(before, Instant.now());
    }

    @Test
    void every_intent_has_a_nonce_of_its_own_also_under_the_same_key() {
        var key = UUID.randomUUID().toString();
        var first = post(authenticated().header("Idempotency-Key", key), echo("{}"))
                .extract()
                .<String>path("id");
        var second = post(authenticated().header("Idempotency-Key", key), echo("{}"))
                .extract()
                .<String>path("id");

        assertThat(first).isEqualTo(second).isEqualTo(IntentIds.derived(ANA, "bot", key));
        assertThat(around.broker().submitted(first))
                .hasSize(2)
                .extracting(command -> command.value().getNonce())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_PARAMETERS,422",
        "ID_REUSED,422",
        "ID_EXPIRED,422",
        "DEADLINE_PASSED,422",
        "NOT_GRANTED,403",
        "SESSION_REQUIRED,403",
        "SESSION_UNKNOWN,403",
        "RULE,403",
        "FROZEN,403",
        "EVALUATION_FAILED,403",
        "UNKNOWN_ACTION,404",
        "OVER_BUDGET,429",
        "NO_POLICY,503",
        "FROM_THE_FUTURE,403"
    })
    void a_refusal_is_a_problem_with_the_decision_in_it(String code, int status) {
        var id = post(echo("{\"refuse\": \"" + code + "\"}"))
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status))
                .body("title", equalTo(titleOf(code)))
                .body("detail", equalTo("refused by the test"))
                .body("state", equalTo("REJECTED"))
                .body("reasons[0].code", equalTo(code))
                .body("reasons[0].rule", equalTo("the-rule"))
                .body("reasons[0].message", equalTo("refused by the test"))
                .extract()
                .<String>path("id");

        assertThat(around.broker().submitted(id)).hasSize(1);
    }

    @Test
    void a_refusal_names_its_place() {
        post(echo("{\"refuse\": \"RULE\"}")).header("Location", matchesPattern("/v1/intents/[0-9a-f-]{36}"));
    }

    @Test
    void over_budget_says_when_to_come_back() {
        var answer = post(echo("{\"refuse\": \"OVER_BUDGET\"}")).statusCode(429);

        answer.header("RateLimit-Policy", equalTo("\"chat-tokens\";q=1000;w=600;qu=\"tokens\""));
        answer.header("RateLimit", matchesPattern("\"chat-tokens\";r=10;t=\\d{3}"));
        assertThat(Integer.parseInt(answer.extract().header("Retry-After"))).isBetween(300, 600);
    }

    @Test
    void without_a_decision_in_two_seconds_the_answer_is_submitted() {
        var since = System.nanoTime();

        post(echo("{\"silent\": true}"))
                .statusCode(202)
                .body("state", equalTo("SUBMITTED"))
                .body("reasons", hasSize(0));

        // Not earlier; and later than this only what waits for something else than its two seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    @Test
    void respond_async_does_not_wait_for_the_decision() {
        var id = post(authenticated().header("Prefer", "respond-async"), echo("{\"refuse\": \"RULE\"}"))
                .statusCode(202)
                .body("state", equalTo("SUBMITTED"))
                .extract()
                .<String>path("id");

        Awaitility.await()
                .untilAsserted(() -> assertThat(around.broker().submitted(id)).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "DEAD", "UNKNOWN", "EXPIRED", "CANCELLED", "DISCARDED", "REJECTED"})
    void whoever_waits_for_the_end_gets_the_whole_intent(String end) {
        post(authenticated().header("Prefer", "wait=30"), echo("{\"then\": \"" + end + "\"}"))
                .statusCode(200)
                .contentType("application/json")
                .header("Location", containsString("/v1/intents/"))
                .body("state", equalTo(end))
                .body("timeline", hasSize(2))
                .body("parameters.then", equalTo(end));
    }

    @Test
    void whoever_waits_is_refused_as_such() {
        post(authenticated().header("Prefer", "wait=30"), echo("{\"refuse\": \"RULE\"}"))
                .statusCode(403)
                .body("code", equalTo("RULE"));
    }

    @Test
    void whoever_has_waited_long_enough_gets_what_is_known() {
        post(authenticated().header("Prefer", "wait=1"), echo("{\"state\": \"HELD\"}"))
                .statusCode(202)
                .body("state", equalTo("HELD"));
        post(authenticated().header("Prefer", "wait=1"), echo("{\"silent\": true}"))
                .statusCode(202)
                .body("state", equalTo("SUBMITTED"));
    }

    @Test
    void a_repeat_of_what_has_ended_does_not_wait_again() {
        var key = UUID.randomUUID().toString();
        var since = System.nanoTime();

        for (var attempt = 0; attempt < 2; attempt++) {
            post(
                            authenticated().header("Prefer", "wait=60").header("Idempotency-Key", key),
                            echo("{\"state\": \"SUCCEEDED\"}"))
                    .statusCode(200)
                    .body("state", equalTo("SUCCEEDED"));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void what_the_view_cannot_show_is_still_accepted() {
        around.queries().close();
        try {
            post(authenticated().header("Prefer", "wait=30"), echo("{\"then\": \"SUCCEEDED\"}"))
                    .statusCode(202)
                    .body("state", equalTo("SUCCEEDED"));
        } finally {
            around.queries().start();
        }
    }

    @Test
    void unreadable_records_on_the_topics_of_answers_stop_nobody() {
        around.broker().poison(Topics.REPLIES, ANA);
        around.broker().poison(Topics.EVENTS, ANA);

        post(authenticated().header("Prefer", "wait=30"), echo("{\"then\": \"SUCCEEDED\"}"))
                .statusCode(200);
    }

    @Test
    void an_answer_that_is_not_committed_is_not_believed() {
        post(echo("{\"aborted\": \"APPROVED\"}")).statusCode(202).body("state", equalTo("SUBMITTED"));
    }

    @Test
    void owners_with_any_characters_are_keyed_by_their_percent_encoding() {
        var owner = new Owner("\u00e4 b/c", "@broker/0");

        var id = post(io.restassured.RestAssured.given().auth().oauth2(token(owner)), echo("{}"))
                .statusCode(202)
                .extract()
                .<String>path("id");

        var command = around.broker().submitted(id).getFirst();
        assertThat(command.key()).isEqualTo("%C3%A4%20b%2Fc/%40broker%2F0");
        assertThat(command.value().getTenant()).isEqualTo("\u00e4 b/c");
        assertThat(new String(command.bytes(), StandardCharsets.UTF_8)).contains("@broker/0");
    }

    @Test
    void a_refusal_of_the_door_leaves_no_record() {
        var action = "door-refuses-" + UUID.randomUUID();

        post("{\"action\": \"" + action + "\", \"parameters\": {}, \"unknown\": 1}")
                .statusCode(400)
                .body("id", nullValue());
        post("{\"action\": \"" + action + "\", \"parameters\": {}}").statusCode(202);

        assertThat(around.broker().submittedOf(action)).isEqualTo(1);
    }

    private static String titleOf(String code) {
        if (code.equals("RULE")) {
            return "Refused by a rule";
        }
        return code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Instant ago(int seconds) {
        return Instant.now().minusSeconds(seconds);
    }
}
