package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.countersign.contract.Owner;
import io.countersign.intake.door.EventStream.Event;
import io.countersign.intake.waiting.WaitingRoom;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
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

    @BeforeEach
    void begin() {
        awaitReadiness();
    }

    @Test
    void every_change_is_shown_when_it_comes_and_then_the_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");

        try (var stream = open(id, null)) {
            var held = stream.next();
            around.broker().advance(ANA, id, "APPROVED");
            var approved = stream.next();
            around.broker().advance(ANA, id, "RUNNING");
            around.broker().advance(ANA, id, "SUCCEEDED");

            assertThat(held).returns("v1", Event::place).returns("state", Event::name);
            assertThat(held.json().path("state").asText()).isEqualTo("HELD");
            assertThat(approved.json().path("state").asText()).isEqualTo("APPROVED");
            assertThat(approved.json().path("id").asText()).isEqualTo(id);
            assertThat(stream.rest())
                    .extracting(event -> event.place() + " " + event.name() + " "
                            + event.json().path("state").asText())
                    .containsExactly("v3 state RUNNING", "v4 state SUCCEEDED", "v4.end end SUCCEEDED");
        }
    }

    @Test
    void whoever_comes_back_misses_nothing_and_sees_nothing_twice() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        around.broker().advance(ANA, id, "APPROVED");
        around.broker().advance(ANA, id, "RUNNING");
        var seen = new ArrayList<Event>();
        try (var first = open(id, null)) {
            seen.add(first.next());
        }
        around.broker().advance(ANA, id, "SUCCEEDED");

        try (var second = open(id, seen.getFirst().id())) {
            seen.addAll(second.rest());
            assertThat(seen)
                    .extracting(event ->
                            event.place() + " " + event.json().path("state").asText())
                    .containsExactly("v1 HELD", "v2 APPROVED", "v3 RUNNING", "v4 SUCCEEDED", "v4.end SUCCEEDED");
        }
        try (var third = open(id, seen.get(3).id())) {
            assertThat(third.rest()).extracting(Event::place).containsExactly("v4.end");
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

        String end;
        try (var stream = open(id, null)) {
            end = stream.rest().getLast().id();
        }
        try (var stream = open(id, end)) {
            assertThat(stream.status()).isEqualTo(204);
        }
    }

    @Test
    void a_place_that_the_log_has_not_come_to_is_malformed() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        String real;
        try (var stream = open(id, null)) {
            real = stream.next().id();
        }
        for (var never : List.of(
                real.replaceFirst("\\.o\\d+", ".o999999999999999999"),
                real.replaceFirst("\\.v1\\.", ".v2."),
                real.replaceFirst("\\.v\\d+", ".v999999999999999999"))) {
            assertThat(never).isNotEqualTo(real);
            try (var stream = open(id, never)) {
                assertThat(stream.status()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "v-1", "x", "v1.o0", "00000000.v1.o0"})
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
    void whoever_asks_for_the_head_gets_that_and_the_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        try (var socket = new Socket("127.0.0.1", address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("""
                    HEAD /v1/intents/%s/events HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Authorization: Bearer %s\r
                    Connection: close\r
                    \r
                    """.formatted(id, token()).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("content-type: text/event-stream")
                    .containsIgnoringCase("x-accel-buffering: no")
                    .endsWith("\r\n\r\n");
        }
        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
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
        try (var stream = open(accepted("{\"state\": \"HELD\"}"), null)) {
            stream.next();
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

        List<Event> before;
        try (var stream = new EventStream(address, id, goodForThreeSeconds(), null)) {
            before = stream.rest();
            assertThat(before).extracting(Event::place).containsExactly("v1");
        }
        around.broker().advance(ANA, id, "CANCELLED");
        try (var stream = open(id, before.getLast().id())) {
            assertThat(stream.rest()).extracting(Event::place).containsExactly("v2", "v2.end");
        }
    }

    @Test
    void where_policy_stream_goes_away_the_stream_closes_without_an_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");

        String seen;
        try (var stream = open(id, null)) {
            seen = stream.next().id();
            around.queries().close();
            around.broker().advance(ANA, id, "CANCELLED");
            assertThat(stream.rest()).isEmpty();
        } finally {
            around.queries().start();
        }
        try (var stream = open(id, seen)) {
            assertThat(stream.rest()).extracting(Event::place).containsExactly("v2", "v2.end");
        }
    }

    @Test
    void pieces_are_shown_in_order_and_before_the_end() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        var approved = Attempt.first();
        var running = approved.begun();

        try (var stream = open(id, null)) {
            around.broker().advance(ANA, id, "APPROVED", approved);
            around.broker().advance(ANA, id, "RUNNING", running);
            for (var event = stream.next(); !told(List.of(event)).contains("state RUNNING"); ) {
                event = stream.next();
            }
            around.broker().say(ANA, id, running, 0, "{\"delta\": 1.0e-7}");
            around.broker().say(ANA, id, running, 1, "\"more\"");
            around.broker().advance(ANA, id, "SUCCEEDED", running.ended(2));

            var rest = stream.rest();
            assertThat(told(rest)).containsExactly("chunk 0", "chunk 1", "state SUCCEEDED", "end SUCCEEDED");
            assertThat(rest)
                    .anySatisfy(event -> assertThat(event.data())
                            .isEqualTo("{\"id\":\"%s\",\"run\":\"%s\",\"index\":0,\"data\":{\"delta\": 1.0e-7}}"
                                    .formatted(id, running.run())));
        }
    }

    @Test
    void whoever_comes_late_or_back_gets_each_piece_once() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        var running = Attempt.first().begun();
        around.broker().advance(ANA, id, "RUNNING", running);
        for (int index = 0; index < 500; index++) {
            around.broker().say(ANA, id, running, index, "\"" + "x".repeat(index) + "\"");
        }
        var seen = new ArrayList<Event>();
        try (var stream = open(id, null)) {
            while (chunks(seen) < 250) {
                seen.add(stream.next());
            }
        }
        around.broker().advance(ANA, id, "SUCCEEDED", running.ended(500));
        try (var stream = open(id, seen.getLast().id())) {
            seen.addAll(stream.rest());
        }
        try (var stream = open(id, null)) {
            var again = stream.rest();
            assertThat(told(again)).filteredOn(told -> told.startsWith("chunk")).hasSize(500);
        }

        assertThat(told(seen))
                .startsWith("state HELD", "state RUNNING")
                .endsWith("chunk 499", "state SUCCEEDED", "end SUCCEEDED");
        assertThat(told(seen))
                .filteredOn(told -> told.startsWith("chunk"))
                .hasSize(500)
                .doesNotHaveDuplicates();
    }

    @Test
    void another_run_begins_with_a_restart_and_the_older_one_is_not_heard_any_more() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        var first = Attempt.first().begun();
        var second = first.next().begun();
        try (var stream = open(id, null)) {
            around.broker().advance(ANA, id, "RUNNING", first);
            around.broker().say(ANA, id, first, 0, "\"a\"");
            around.broker().advance(ANA, id, "RETRYING", first.ended(1));
            around.broker().advance(ANA, id, "RUNNING", second);
            around.broker().say(ANA, id, second, 0, "\"A\"");
            around.broker().say(ANA, id, first, 1, "\"b\"");
            around.broker().say(ANA, id, second, 1, "\"B\"");
            around.broker().advance(ANA, id, "SUCCEEDED", second.ended(2));

            assertThat(stream.rest())
                    .filteredOn(event -> !event.name().equals("state"))
                    .extracting(event ->
                            event.name() + " " + event.json().path("data").asText())
                    .containsExactly("chunk a", "restart ", "chunk A", "chunk B", "end ");
        }
    }

    @Test
    void what_no_attempt_has_said_is_not_shown() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        var running = Attempt.first().begun();
        var forged = Attempt.first().begun();
        try (var stream = open(id, null)) {
            around.broker().advance(ANA, id, "RUNNING", running);
            around.broker().say(ANA, id, forged, 0, "\"forged\"");
            around.broker().say(ANA, id, running, 0, "\"a\"},{");
            around.broker().say(ANA, id, running, 0, "\"a\"");
            around.broker().say(new Owner("acme", "bob"), id, running, 1, "\"of another\"");
            around.broker().advance(ANA, id, "SUCCEEDED", running.ended(1));

            assertThat(told(stream.rest()))
                    .filteredOn(told -> told.startsWith("chunk"))
                    .containsExactly("chunk 0");
        }
    }

    @Test
    void pieces_that_cannot_be_had_are_gone_and_the_result_is_told() throws Exception {
        var id = accepted("{\"state\": \"HELD\"}");
        var running = Attempt.first().begun();
        around.broker().advance(ANA, id, "RUNNING", running);
        around.broker().say(ANA, id, running, 1, "\"b\"");
        around.broker().advance(ANA, id, "SUCCEEDED", running.ended(2));

        try (var stream = open(id, null)) {
            assertThat(told(stream.rest()))
                    .containsExactly("state HELD", "state RUNNING", "gone ", "state SUCCEEDED", "end SUCCEEDED");
        }
    }

    private static List<String> told(List<Event> events) {
        return events.stream()
                .map(event -> event.name() + " "
                        + (event.name().equals("chunk")
                                        ? event.json().path("index")
                                        : event.json().path("state"))
                                .asText())
                .toList();
    }

    private static long chunks(List<Event> events) {
        return events.stream().filter(event -> event.name().equals("chunk")).count();
    }

    private EventStream open(String id, @Nullable String lastEventId) throws Exception {
        return new EventStream(address, id, token(), lastEventId);
    }

    private String accepted(String parameters) {
        return post(echo(parameters)).statusCode(202).extract().path("id");
    }
}
