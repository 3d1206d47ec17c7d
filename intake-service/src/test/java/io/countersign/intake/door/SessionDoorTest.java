package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.v1.SessionGrant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SessionDoorTest extends DoorTest {
    private static final String ECHO = "{\"grants\": [{\"action\": \"echo\"}]}";

    @Test
    void a_session_that_the_broker_has_is_answered_with_its_id() {
        var id = open(inPerson(), """
                {"grants": [{"action": "mail.*", "when": "parameters.to.endsWith('@shop.example')"}, {"action": "echo"}],
                 "agent": "bot", "ttl": "30m"}
                """)
                .statusCode(201)
                .contentType("application/json")
                .body("session", matchesPattern("[0-9a-f-]{36}"))
                .extract()
                .<String>path("session");

        var command = around.broker().ordered(id).getFirst();
        var session = command.value();
        assertThat(command.key()).isEqualTo("acme/ana");
        assertThat(command.partition()).isEqualTo(ANA.partition(4));
        assertThat(UUID.fromString(command.headers().get(Headers.REQUEST_ID))).isNotNull();
        assertThat(session.getTenant()).isEqualTo("acme");
        assertThat(session.getUser()).isEqualTo("ana");
        assertThat(session.getOpenedBy()).isEqualTo("countersign-cli");
        assertThat(session.getAgent()).isEqualTo("bot");
        assertThat(session.getTtlMillis()).isEqualTo(Duration.ofMinutes(30).toMillis());
        assertThat(session.getEnded()).isFalse();
        assertThat(session.getGrants())
                .containsExactly(
                        new SessionGrant("mail.*", "parameters.to.endsWith('@shop.example')"),
                        new SessionGrant("echo", null));
    }

    @Test
    void an_agent_opens_and_ends_none() {
        int before = around.broker().orders();

        open(authenticated(), ECHO)
                .statusCode(403)
                .body("code", equalTo("NOT_GRANTED"))
                .body("detail", containsString("\"bot\" is an agent"));
        authenticated()
                .delete("/v1/sessions/" + UUID.randomUUID())
                .then()
                .statusCode(403)
                .body("code", equalTo("NOT_GRANTED"));

        assertThat(around.broker().orders()).isEqualTo(before);
    }

    @Test
    void a_repeat_under_the_same_key_names_the_same_session() {
        var key = UUID.randomUUID().toString();

        var first =
                open(inPerson().header("Idempotency-Key", key), ECHO).extract().<String>path("session");
        var second =
                open(inPerson().header("Idempotency-Key", key), ECHO).extract().<String>path("session");
        var other = open(inPerson(), ECHO).extract().<String>path("session");

        assertThat(second).isEqualTo(first).isNotEqualTo(other);
        assertThat(around.broker().ordered(first)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"MALFORMED, 400", "ID_REUSED, 422", "ENDED, 409", "RATE_LIMITED, 429"})
    void what_the_broker_refuses_is_refused_in_its_words(String code, int status) {
        var answer = open(inPerson(), "{\"grants\": [{\"action\": \"echo\", \"when\": \"refuse " + code + "\"}]}");

        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("detail", equalTo("refused by the test"))
                .body("reasons[0].code", equalTo(code));
        assertThat(answer.extract().header("Retry-After") != null).isEqualTo(code.equals("RATE_LIMITED"));
    }

    @Test
    void what_the_broker_does_not_confirm_in_time_is_not_told_to_be_open() {
        open(inPerson(), "{\"grants\": [{\"action\": \"echo\", \"when\": \"silent\"}]}")
                .statusCode(503)
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("BROKER_AWAY"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                      | "grants" is not a list of one or more
            {"grants": []}                                          | "grants" is not a list of one or more
            {"grants": ["echo"]}                                    | "grants" holds something else than objects
            {"grants": [{"when": "true"}]}                          | "action" is missing
            {"grants": [{"action": "echo", "if": "true"}]}          | there is no member "if"
            {"grants": [{"action": "echo", "when": 1}]}             | "when" is not a text
            {"grants": [{"action": "echo"}], "ttl": "soon"}         | "ttl" is not a duration such as
            {"grants": [{"action": "echo"}], "ttl": "999ms"}        | "ttl" is not from 1s to 30d
            {"grants": [{"action": "echo"}], "ttl": "31d"}          | "ttl" is not from 1s to 30d
            {"grants": [{"action": "echo"}], "ttl": "999999999999d"}| "ttl" is not from 1s to 30d
            {"grants": [{"action": "echo"}], "user": "bob"}         | there is no member "user"
            [1]                                                     | the body is not a JSON object
            """)
    void a_malformed_request_is_refused_in_words(String body, String detail) {
        open(inPerson(), body)
                .statusCode(400)
                .body("code", equalTo("MALFORMED"))
                .body("detail", containsString(detail));
    }

    @Test
    void a_body_is_read_as_strictly_as_that_of_an_intent() {
        open(inPerson(), "{\"grants\": [{\"action\": \"echo\", \"action\": \"mail\"}]}")
                .statusCode(400)
                .body("code", equalTo("DUPLICATE_KEY"));
        open(inPerson(), "{\"grants\": " + "[".repeat(70) + "]".repeat(70) + "}")
                .statusCode(400)
                .body("code", equalTo("MALFORMED"));
        open(inPerson(), " ".repeat(Limits.INPUT_BYTES + 1)).statusCode(413).body("code", equalTo("TOO_LARGE"));
        inPerson()
                .contentType("text/plain")
                .body(ECHO)
                .post("/v1/sessions")
                .then()
                .statusCode(415)
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
        open(inPerson().header("Idempotency-Key", "\u00e4"), ECHO).statusCode(400);
    }

    @Test
    void its_user_ends_it() {
        var id = open(inPerson(), ECHO).extract().<String>path("session");

        inPerson().delete("/v1/sessions/" + id).then().statusCode(204);

        var end = around.broker().ordered(id).getLast().value();
        assertThat(end.getEnded()).isTrue();
        assertThat(end.getOpenedBy()).isEqualTo("countersign-cli");
        inPerson().delete("/v1/sessions/task").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    private static ValidatableResponse open(RequestSpecification request, String body) {
        return request.contentType("application/json")
                .body(body)
                .post("/v1/sessions")
                .then();
    }
}
