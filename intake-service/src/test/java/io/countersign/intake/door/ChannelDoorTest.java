package io.countersign.intake.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.intake.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChannelDoorTest extends DoorTest {
    /** An owner of each test's own, so that no other test is heard. */
    private final Owner owner = new Owner("acme", "u" + UUID.randomUUID());

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    URI address;

    @Inject
    @SuppressWarnings("NullAway.Init")
    WaitingRoom room;

    @Inject
    @SuppressWarnings("NullAway.Init")
    MeterRegistry meters;

    @BeforeEach
    void begin() {
        awaitReadiness();
    }

    @Test
    void what_is_handed_over_is_answered_and_then_told_to_its_end() throws Exception {
        try (var channel = open(null)) {
            assertThat(channel.next().path("event").asText()).isEqualTo("open");
            channel.say("{\"ref\": \"r1\", \"submit\": {\"action\": \"echo\", \"parameters\": {\"state\": \"HELD\"}}}");
            var answer = channel.next("answer");
            var id = answer.at("/data/id").asText();
            var running = Attempt.first().begun();
            around.broker().advance(owner, id, "RUNNING", running);
            channel.next("state");
            around.broker().say(owner, id, running, 0, "{\"delta\": \"a\"}");
            around.broker().advance(owner, id, "SUCCEEDED", running.ended(1));

            assertThat(answer.path("ref").asText()).isEqualTo("r1");
            assertThat(answer.path("status").asInt()).isEqualTo(202);
            assertThat(answer.at("/data/state").asText()).isEqualTo("HELD");
            assertThat(channel.next("chunk").path("data").toString())
                    .isEqualTo("{\"id\":\"%s\",\"run\":\"%s\",\"index\":0,\"data\":{\"delta\":\"a\"}}"
                            .formatted(id, running.run()));
            assertThat(channel.next("state").at("/data/state").asText()).isEqualTo("SUCCEEDED");
            assertThat(channel.next().path("event").asText()).isEqualTo("end");
        }
    }

    @Test
    void whoever_comes_back_gets_everything_once() throws Exception {
        var seen = new ArrayList<JsonNode>();
        try (var channel = open(null)) {
            seen.add(channel.next());
        }
        var ids = List.of(accepted(), accepted(), accepted());
        for (var id : ids) {
            var running = Attempt.first().begun();
            around.broker().advance(owner, id, "RUNNING", running);
            around.broker().say(owner, id, running, 0, "0");
            around.broker().say(owner, id, running, 1, "1");
            around.broker().advance(owner, id, "SUCCEEDED", running.ended(2));
        }
        while (ends(seen) < ids.size()) {
            try (var channel = open(seen.getLast().path("id").asText())) {
                assertThat(channel.next().path("event").asText()).isEqualTo("open");
                seen.add(channel.next());
            }
        }

        for (var id : ids) {
            assertThat(seen.stream()
                            .filter(frame -> frame.at("/data/id").asText().equals(id)))
                    .extracting(frame -> frame.path("event").asText() + " "
                            + frame.path("data")
                                    .path(frame.path("event").asText().equals("chunk") ? "index" : "state")
                                    .asText())
                    .filteredOn(told -> !told.startsWith("restart"))
                    .containsExactlyInAnyOrder(
                            "state HELD", "state RUNNING", "chunk 0", "chunk 1", "state SUCCEEDED", "end SUCCEEDED")
                    .containsSubsequence("chunk 0", "chunk 1", "state SUCCEEDED", "end SUCCEEDED")
                    .endsWith("end SUCCEEDED");
        }
    }

    @Test
    void nothing_is_heard_of_others() throws Exception {
        var bob = new Owner("acme", "bob" + UUID.randomUUID());
        try (var channel = open(null)) {
            channel.next("open");
            var theirs = accepted(bob);
            around.broker().advance(bob, theirs, "CANCELLED");
            var own = accepted();

            assertThat(channel.next().at("/data/id").asText()).isEqualTo(own);
            channel.say("{\"cancel\": \"%s\"}".formatted(theirs));
            assertThat(channel.next("answer").path("status").asInt()).isEqualTo(404);
        }
    }

    @Test
    void an_intent_is_cancelled_where_it_was_handed_over() throws Exception {
        try (var channel = open(null)) {
            var id = accepted();
            channel.say("{\"ref\": \"c\", \"cancel\": \"%s\"}".formatted(id));

            // The answer and the events come by different ways.
            var told = new HashMap<String, JsonNode>();
            while (!told.keySet().containsAll(List.of("answer", "end"))) {
                var frame = channel.next();
                told.put(frame.path("event").asText(), frame);
            }
            assertThat(told)
                    .extractingByKey("answer")
                    .extracting(frame -> frame.path("status").asInt())
                    .isEqualTo(202);
            assertThat(told)
                    .extractingByKey("end")
                    .extracting(frame -> frame.at("/data/state").asText())
                    .isEqualTo("CANCELLED");
        }
    }

    @Test
    void a_repeat_under_a_key_is_one_intent() throws Exception {
        var message = "{\"key\": \"k\", \"submit\": {\"action\": \"echo\", \"parameters\": {\"state\": \"HELD\"}}}";
        try (var channel = open(null)) {
            channel.say(message);
            var first = channel.next("answer");
            channel.say(message);
            assertThat(channel.next("answer").at("/data/id")).isEqualTo(first.at("/data/id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"ref\": 1, \"cancel\": \"x\"}",
                "{\"submit\": 1}",
                "{\"submit\": {}, \"cancel\": \"x\"}",
                "{\"submit\": {}, \"submit\": {}}",
                "{\"submit\": {\"action\": \"echo\"}}",
                "{\"submit\": {\"action\": \"echo\", \"parameters\": {}, \"more\": 1}}",
                "{\"submit\": {\"action\": \"echo\", \"parameters\": {}}, \"key\": \"\\u0000\"}",
                "{\"hello\": 1}"
            })
    void what_a_channel_does_not_understand_is_answered_and_it_goes_on(String message) throws Exception {
        try (var channel = open(null)) {
            channel.say(message);
            var answer = channel.next("answer");
            assertThat(answer.path("status").asInt()).isEqualTo(400);
            assertThat(answer.at("/data/code").asText()).isIn("MALFORMED", "DUPLICATE_KEY");

            channel.say("{\"cancel\": \"%s\"}".formatted(UUID.randomUUID()));
            assertThat(channel.next("answer").path("status").asInt()).isEqualTo(404);
        }
    }

    @Test
    void the_longest_message_is_read_and_a_longer_one_refused() throws Exception {
        try (var channel = open(null)) {
            channel.say(message(Limits.INPUT_BYTES));
            assertThat(channel.next("answer").at("/data/detail").asText()).contains("\"parameters\" has more than");
            channel.say(message(Limits.INPUT_BYTES + 1));
            assertThat(channel.next("answer").at("/data/detail").asText()).contains("the message has more than");
        }
    }

    @Test
    void a_browser_offers_its_token_as_a_subprotocol() throws Exception {
        try (var channel = ChannelClient.openAsBrowser(address, token(owner))) {
            assertThat(channel.subprotocol()).isEqualTo("countersign");
            assertThat(channel.next().path("event").asText()).isEqualTo("open");
        }
    }

    @Test
    void without_a_token_that_is_good_there_is_no_channel() {
        assertThat(ChannelClient.refusal(address, null, builder -> builder)).isEqualTo(401);
        assertThat(ChannelClient.refusal(address, null, builder -> builder.header("Authorization", "Bearer x")))
                .isEqualTo(401);
        assertThat(ChannelClient.refusal(address, null, builder -> builder.subprotocols("countersign", "bearer.x")))
                .isEqualTo(401);
    }

    @Test
    void a_place_in_another_channel_is_malformed() throws Exception {
        String theirs;
        try (var channel = ChannelClient.open(address, null, token())) {
            theirs = channel.next().path("id").asText();
        }
        for (var cursor : List.of(theirs, "x", "e1.o1")) {
            assertThat(ChannelClient.refusal(
                            address, cursor, builder -> builder.header("Authorization", "Bearer " + token(owner))))
                    .isEqualTo(400);
        }
    }

    @Test
    void a_place_that_the_log_has_not_come_to_closes_the_channel() throws Exception {
        String real;
        try (var channel = open(null)) {
            real = channel.next().path("id").asText();
        }
        var forged = real.replaceFirst("\\.e\\d+\\.", ".e999999999999999999.");
        try (var channel = open(forged)) {
            assertThat(channel.closing()).isEqualTo(4400);
        }
    }

    @Test
    void after_its_end_nothing_is_heard_of_an_intent() throws Exception {
        try (var channel = open(null)) {
            var id = accepted();
            var running = Attempt.first().begun();
            around.broker().advance(owner, id, "RUNNING", running);
            around.broker().advance(owner, id, "CANCELLED", running);
            channel.next("end");
            around.broker().say(owner, id, running, 0, "\"late\"");
            var next = accepted();

            assertThat(channel.next().at("/data/id").asText()).isEqualTo(next);
        }
    }

    @Test
    void two_answers_at_the_same_time_do_not_disturb_each_other() throws Exception {
        try (var channel = open(null)) {
            var first = accepted();
            var a = Attempt.first().begun();
            around.broker().advance(owner, first, "RUNNING", a);
            var second = accepted();
            var b = Attempt.first().begun();
            around.broker().advance(owner, second, "RUNNING", b);
            for (int index = 0; index < 50; index++) {
                around.broker().say(owner, first, a, index, "\"a\"");
                around.broker().say(owner, second, b, index, "\"b\"");
            }
            around.broker().advance(owner, first, "SUCCEEDED", a.ended(50));
            around.broker().advance(owner, second, "SUCCEEDED", b.ended(50));

            var told = new ArrayList<String>();
            while (told.stream().filter("end"::equals).count() < 2) {
                told.add(channel.next().path("event").asText());
            }
            assertThat(told).filteredOn("chunk"::equals).hasSize(100);
            assertThat(told).doesNotContain("gone", "restart");
        }
    }

    @Test
    void a_request_that_is_no_websocket_is_told_so() {
        authenticated()
                .get("/v1/channel")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("MALFORMED"));
        authenticated().post("/v1/channel").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "99, dGhlIHNhbXBsZSBub25jZQ==, 426",
        "'', dGhlIHNhbXBsZSBub25jZQ==, 426",
        "13, '', 400",
        "13, short, 400",
        "13, not Base64, 400"
    })
    void a_handshake_that_makes_no_websocket_is_told_so(String version, String key, int status) throws Exception {
        try (var socket = new Socket("127.0.0.1", address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("""
                    GET /v1/channel HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Connection: keep-alive, Upgrade\r
                    Upgrade: websocket\r
                    Authorization: Bearer %s\r
                    Sec-WebSocket-Version: %s\r
                    Sec-WebSocket-Key: %s\r
                    \r
                    """.formatted(token(owner), version, key).getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status + " ");
            var head = new ArrayList<String>();
            for (var line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
                head.add(line.toLowerCase(Locale.ROOT));
            }
            assertThat(head).contains("content-type: application/problem+json");
            assertThat(head.contains("sec-websocket-version: 13")).isEqualTo(status == 426);
        }
        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
    }

    @Test
    void a_channel_closes_with_its_token() throws Exception {
        try (var channel = ChannelClient.open(address, null, goodForThreeSeconds())) {
            assertThat(channel.closing()).isEqualTo(4401);
        }
    }

    @Test
    void bytes_are_no_message() throws Exception {
        try (var channel = open(null)) {
            channel.sayBytes(new byte[] {1, 2});
            assertThat(channel.closing()).isEqualTo(1003);
        }
    }

    @Test
    void a_text_that_is_no_utf_8_is_not_mended() throws Exception {
        var text = "{\"ref\": \"?\", \"cancel\": \"x\"}".getBytes(StandardCharsets.UTF_8);
        text[9] = (byte) 0xFF;
        try (var channel = RawChannel.open(address, token(owner))) {
            channel.sayText(text);
            assertThat(channel.closing()).isEqualTo(1007);
        }
    }

    @Test
    void a_message_that_is_longer_than_is_read_is_too_big_in_one_frame_and_in_many() throws Exception {
        try (var channel = RawChannel.open(address, token(owner))) {
            channel.sayText(message(Limits.INPUT_BYTES + 1025).getBytes(StandardCharsets.UTF_8));
            assertThat(channel.closing()).isEqualTo(1009);
        }
        try (var channel = RawChannel.open(address, token(owner))) {
            var half = message(Limits.INPUT_BYTES / 2 + 513).getBytes(StandardCharsets.UTF_8);
            channel.say(0x01, half);
            channel.say(0x80, half);
            assertThat(channel.closing()).isEqualTo(1009);
        }
    }

    @Test
    void what_is_wrong_with_a_message_is_answered_under_its_ref() throws Exception {
        try (var channel = open(null)) {
            channel.say("{\"ref\": \"r7\", \"submit\": {\"action\": \"echo\", \"parameters\": {}}, \"more\": 1}");
            assertThat(channel.next("answer").path("ref").asText()).isEqualTo("r7");
        }
    }

    @Test
    void a_client_that_leaves_frees_its_seat() throws Exception {
        // Those of other tests leave first.
        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
        try (var channel = open(null)) {
            channel.next();
            assertThat(room.taken()).isOne();
        }
        Awaitility.await().untilAsserted(() -> assertThat(room.taken()).isZero());
    }

    @Test
    void a_channel_that_has_closed_takes_no_room_of_the_door() {
        double before = used();
        for (int number = 0; number < 20; number++) {
            ChannelClient.open(address, null, token(owner)).close();
        }
        Awaitility.await().untilAsserted(() -> assertThat(used()).isLessThanOrEqualTo(before));
    }

    private double used() {
        return meters.get("countersign.door.used").gauge().value();
    }

    private ChannelClient open(@Nullable String cursor) {
        return ChannelClient.open(address, cursor, token(owner));
    }

    private String accepted() {
        return accepted(owner);
    }

    private String accepted(Owner whose) {
        return post(io.restassured.RestAssured.given().auth().oauth2(token(whose)), echo("{\"state\": \"HELD\"}"))
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** A message of so many bytes. */
    private static String message(int length) {
        var empty = "{\"submit\": {\"action\": \"echo\", \"parameters\": {\"x\": \"\"}}}";
        return empty.replace("\"\"", "\"" + "x".repeat(length - empty.length()) + "\"");
    }

    private static long ends(List<JsonNode> seen) {
        return seen.stream()
                .filter(frame -> frame.path("event").asText().equals("end"))
                .count();
    }
}
