package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.countersign.intake.door.EventStream.Event;
import io.countersign.intake.waiting.WaitingRoom;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StreamDoorTest extends DoorTest {
    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    WaitingRoom room;

    @Test
    void every_change_is_shown_when_it_comes_and_then_the_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");

        try (var stream = open(id, null)) {
            var held = stream.next();
            around.broker().advance(ANA, id, "APPROVED");
            var approved = stream.next();
            around.broker().advance(ANA, id, "RUNNING");
            around.broker().advance(ANA, id, "SUCCEEDED");

            assertThat(held).returns("v1", Event::id).returns("state", Event::name);
            assertThat(held.json().path("state").asText()).isEqualTo("HELD");
            assertThat(approved.json().path("state").asText()).isEqualTo("APPROVED");
            assertThat(approved.json().path("id").asText()).isEqualTo(id);
            assertThat(stream.rest())
                    .extracting(event -> event.id() + " " + event.name() + " "
                            + event.json().path("state").asText())
                    .containsExactly("v3 state RUNNING", "v4 state SUCCEEDED", "v4.end end SUCCEEDED");
        }
    }

    @Test
    void whoever_comes_back_misses_nothing_and_sees_nothing_twice() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        around.broker().advance(ANA, id, "APPROVED");
        around.broker().advance(ANA, id, "RUNNING");
        try (var first = open(id, null)) {
            assertThat(first.next().id()).isEqualTo("v1");
        }
        around.broker().advance(ANA, id, "SUCCEEDED");

        try (var second = open(id, "v1")) {
            assertThat(second.rest())
                    .extracting(event ->
                            event.id() + " " + event.json().path("state").asText())
                    .containsExactly("v2 APPROVED", "v3 RUNNING", "v4 SUCCEEDED", "v4.end SUCCEEDED");
        }
        try (var third = open(id, "v4")) {
            assertThat(third.rest()).extracting(Event::id).containsExactly("v4.end");
        }
    }

    @Test
    void numbers_are_shown_as_the_values_that_they_are() throws Exception {
        var id = accepted(
                "{\"state\": \"SUCCEEDED\", \"large\": 6.02e23, \"small\": 1.0e-7, \"price\": 99.99, \"n\": 1e21}");

        try (var stream = open(id, null)) {
            assertThat(stream.next().data())
                    .contains("\"large\":6.02E+23", "\"small\":1E-7", "\"price\":99.99", "\"n\":1E+21");
        }
    }

    @Test
    void to_whoever_has_seen_the_end_there_is_nothing_more_to_say() throws Exception {
        var id = accepted("{\"state\": \"SUCCEEDED\"}");

        try (var stream = open(id, "v1.end")) {
            assertThat(stream.status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "v-1", "x"})
    void a_place_that_the_stream_never_gave_is_malformed(String lastEventId) {
        var id = accepted("{}");

        authenticated()
                .header("Last-Event-ID", lastEventId)
                .get("/v1/intents/" + id + "/events")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("MALFORMED"));
    }

    @Test
    void what_never_was_has_no_stream() {
        authenticated()
                .accept("text/event-stream")
                .get("/v1/intents/" + UUID.randomUUID() + "/events")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void a_silent_stream_says_that_it_is_alive() throws Exception {
        try (var stream = open(accepted("{\"state\": \"HELD\"}"), "v1")) {
            for (var comment = 0; comment < 3; comment++) {
                assertThat(stream.any().name()).isEmpty();
            }
        }
    }

    @Test
    void a_client_that_leaves_frees_its_seat() throws Exception {
        try (var stream = open(accepted("{\"state\": \"HELD\"}"), null)) {
            stream.next();
            assertThat(room.taken()).isPositive();
        }

        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
    }

    @Test
    void a_stream_ends_with_its_token_and_goes_on_with_the_next() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");

        try (var stream = new EventStream(address, id, goodForThreeSeconds(), null)) {
            assertThat(stream.rest()).extracting(Event::id).containsExactly("v1");
        }
        around.broker().advance(ANA, id, "CANCELLED");
        try (var stream = open(id, "v1")) {
            assertThat(stream.rest()).extracting(Event::id).containsExactly("v2", "v2.end");
        }
    }

    @Test
    void where_policy_stream_goes_away_the_stream_closes_without_an_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");

        try (var stream = open(id, null)) {
            stream.next();
            around.queries().close();
            around.broker().advance(ANA, id, "CANCELLED");
            assertThat(stream.rest()).isEmpty();
        } finally {
            around.queries().start();
        }
        try (var stream = open(id, "v1")) {
            assertThat(stream.rest()).extracting(Event::id).containsExactly("v2", "v2.end");
        }
    }

    private EventStream open(String id, @Nullable String lastEventId) throws Exception {
        return new EventStream(address, id, token(), lastEventId);
    }

    private String accepted(String parameters) {
        return post(echo(parameters)).statusCode(202).extract().path("id");
    }

    private String goodForThreeSeconds() {
        var claims = new JwtClaims();
        claims.setIssuer(DevelopmentIdentity.ISSUER);
        claims.setAudience(DevelopmentIdentity.AUDIENCE);
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(3 / 60f);
        return around.stack().identity().sign(claims);
    }
}
