package io.countersign.endtoend.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.ChannelVisitor;
import io.countersign.chaos.doors.RawHttp;
import io.countersign.chaos.doors.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Ana has, and nobody else may see.
 *
 * @param word is in everything that she says, and in what she is told
 * @param key the idempotency key of what is held
 * @param chatKey the one of the chat
 * @param held an intent that waits for a person
 * @param chat an intent that was answered, piece by piece
 * @param event a place in the stream of that
 * @param place a place on her channel
 * @param page a place in her list of intents
 * @param letter what the desk has about what is held
 */
record Estate(
        String word,
        String key,
        String chatKey,
        String held,
        String chat,
        String session,
        String event,
        String place,
        String page,
        String letter) {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Made by her, at the doors. */
    static Estate of(Callers callers, URI intake, URI desk, RawHttp http) throws Exception {
        var word = "Xk7-ana-alone";
        var key = "the-key-of-ana";
        var chatKey = "the-key-of-her-chat";
        var ana = callers.ana();
        var session = done(
                http.send(
                        intake,
                        callers.anaInPerson()
                                .asks(Ask.post(
                                        "/v1/sessions",
                                        "{\"grants\":[{\"action\":\"door.*\",\"when\":\"action != '%s'\"}],\"agent\":\"bot\",\"ttl\":\"1h\"}"
                                                .formatted(word)))),
                "session");
        var held = done(http.send(intake, ana.asks(held(word).with("Idempotency-Key", key))), "id");
        var chat = done(
                        http.send(
                                intake,
                                ana.asks(Ask.post(
                                                "/v1/chat/completions",
                                                "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                                        .formatted(word))
                                        .with("Idempotency-Key", chatKey))),
                        "id")
                .replaceFirst("^chatcmpl-", "");
        var stream = http.send(
                intake, ana.asks(Ask.get("/v1/intents/" + chat + "/events").accepting("text/event-stream")));
        var event = stream.body()
                .lines()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .map(line -> line.substring(3).strip())
                .orElseThrow(() -> new AssertionError(stream.toString()));
        var page = done(http.send(intake, ana.asks(Ask.get("/v1/intents?limit=1"))), "cursor");
        return new Estate(
                word,
                key,
                chatKey,
                held,
                chat,
                session,
                event,
                place(callers, intake),
                page,
                letter(callers, desk, held, http));
    }

    /** What she goes on asking for, so that there is something to overhear. */
    static Ask held(String word) {
        return Ask.post(
                "/v1/intents",
                "{\"action\":\"door.held\",\"parameters\":{\"note\":\"%s\"},\"justification\":\"%s\"}"
                        .formatted(word, word));
    }

    /** All by which something of hers could be known. */
    Stream<String> secrets() {
        return Stream.of(word, held, chat, session, event, place, page, letter);
    }

    private static String place(Callers callers, URI intake) throws InterruptedException {
        try (var http = HttpClient.newHttpClient();
                var channel = new ChannelVisitor(
                        http, intake, "", String.valueOf(callers.ana().token()), Map.of(), SOON)) {
            return channel.next("open").path("id").asText();
        }
    }

    private static String letter(Callers callers, URI desk, String held, RawHttp http) {
        return await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> done(
                                http.send(desk, callers.reviewer().asks(Ask.get("/v1/letters?q=" + held))),
                                "/items/0/id"),
                        id -> !id.isEmpty());
    }

    private static String done(Reply reply, String member) throws IOException {
        assertThat(reply.status()).as("%s", reply).isBetween(200, 299);
        return reply.json().at(member.startsWith("/") ? member : "/" + member).asText();
    }
}
