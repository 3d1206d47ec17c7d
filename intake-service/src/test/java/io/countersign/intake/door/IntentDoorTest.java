package io.countersign.intake.door;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IntentDoorTest extends DoorTest {
    private static final Owner BOB = new Owner("acme", "bob");
    private static final Owner ANA_ELSEWHERE = new Owner("evil", "ana");

    @Test
    void an_intent_is_shown_to_its_owner_at_the_version_that_was_promised() {
        var id = accepted("{\"state\": \"HELD\"}");

        authenticated()
                .get("/v1/intents/" + id)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("id", equalTo(id))
                .body("state", equalTo("HELD"))
                .body("parameters.state", equalTo("HELD"));

        var query = around.queries().queries().getLast();
        assertThat(query.path()).isEqualTo("/v1/intents/" + id + "?minVersion=1");
    }

    @Test
    void the_question_is_asked_with_the_callers_own_token() {
        var token = token();
        var id = accepted("{}");

        given().auth().oauth2(token).get("/v1/intents/" + id).then().statusCode(200);

        assertThat(around.queries().queries().getLast().token()).isEqualTo(token);
    }

    @Test
    void anothers_intent_is_404_at_every_door() {
        var id = accepted("{}");

        for (var other : new Owner[] {BOB, ANA_ELSEWHERE}) {
            var intruder = token(other);
            given().auth()
                    .oauth2(intruder)
                    .get("/v1/intents/" + id)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("NOT_FOUND"));
            given().auth()
                    .oauth2(intruder)
                    .get("/v1/intents/" + id + "/events")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("NOT_FOUND"));
            given().auth()
                    .oauth2(intruder)
                    .delete("/v1/intents/" + id)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("NOT_FOUND"));
        }

        assertThat(around.queries().state(ANA, id)).isEqualTo("APPROVED");
    }

    @Test
    void a_list_passes_on_what_it_was_asked_for_and_nothing_else() {
        authenticated()
                .queryParam("state", "HELD&owner=bob")
                .queryParam("cursor", "a b")
                .queryParam("limit", "10")
                .queryParam("tenant", "other")
                .get("/v1/intents")
                .then()
                .statusCode(200)
                .body("items", hasSize(0))
                .body("cursor", equalTo("next"));

        assertThat(around.queries().queries().getLast().path())
                .isEqualTo("/v1/intents?state=HELD%26owner%3Dbob&cursor=a+b&limit=10");
    }

    @Test
    void actions_and_budgets_are_passed_on() {
        authenticated().get("/v1/actions").then().statusCode(200).body("actions[0].name", equalTo("echo"));
        authenticated().get("/v1/budgets").then().statusCode(200).body("budgets", hasSize(0));
    }

    @Test
    void the_session_that_actions_are_asked_of_is_passed_on() {
        authenticated().queryParam("session", "a b&c").get("/v1/actions").then().statusCode(403);

        assertThat(around.queries().queries()).extracting(QueryApi.Query::path).contains("/v1/actions?session=a+b%26c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/intents",
                "/v1/intents/00000000-0000-7000-8000-000000000000",
                "/v1/actions",
                "/v1/budgets",
                "/v1/intents/00000000-0000-7000-8000-000000000000/events"
            })
    void while_policy_stream_is_away_questions_are_503(String path) {
        around.queries().close();
        try {
            authenticated()
                    .get(path)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", equalTo("BROKER_AWAY"))
                    .header("Retry-After", equalTo("1"));
        } finally {
            around.queries().start();
        }
    }

    @Test
    void what_has_not_ended_can_be_cancelled() {
        var id = accepted("{\"state\": \"HELD\"}");

        authenticated()
                .delete("/v1/intents/" + id)
                .then()
                .statusCode(202)
                .header("Location", equalTo("/v1/intents/" + id))
                .body("id", equalTo(id))
                .body("state", equalTo("CANCELLED"));

        var command = around.broker().cancelled(id).getFirst();
        assertThat(command.key()).isEqualTo(ANA.key());
        assertThat(command.value().getRequestedBy()).isEqualTo("bot");
        assertThat(UUID.fromString(command.headers().get(Headers.REQUEST_ID))).isNotNull();
        assertThat(command.headers()).containsKey(Headers.TRACEPARENT);
    }

    @Test
    void what_has_ended_cannot_be_cancelled() {
        var id = accepted("{\"state\": \"SUCCEEDED\"}");

        authenticated()
                .delete("/v1/intents/" + id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo("ENDED"))
                .body("id", equalTo(id))
                .body("state", equalTo("SUCCEEDED"));
    }

    @Test
    void what_never_was_cannot_be_cancelled() {
        var id = UUID.randomUUID().toString();

        authenticated()
                .delete("/v1/intents/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"))
                .body("state", nullValue());
    }

    private String accepted(String parameters) {
        return post(echo(parameters)).statusCode(202).extract().path("id");
    }
}
