package io.countersign.endtoend.isolation;

import static org.awaitility.Awaitility.await;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.Asks;
import io.countersign.chaos.doors.Reply;
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
    static Estate of(Callers callers, Doorway doorway) throws Exception {
        var word = "Xk7-ana-alone";
        var key = "the-key-of-ana";
        var chatKey = "the-key-of-her-chat";
        var ana = callers.ana();
        var session = done(
                doorway.ask(
                        Place.INTAKE,
                        callers.anaInPerson()
                                .asks(Ask.post(
                                        "/v1/sessions",
                                        "{\"grants\":[{\"action\":\"door.*\",\"when\":\"action != '%s'\"}],\"agent\":\"bot\",\"ttl\":\"1h\"}"
                                                .formatted(word)))),
                "session");
        var held = done(doorway.ask(Place.INTAKE, ana.asks(held(word).with("Idempotency-Key", key))), "id");
        var chat = done(doorway.ask(Place.INTAKE, ana.asks(Asks.chat(word).with("Idempotency-Key", chatKey))), "id")
                .replaceFirst("^chatcmpl-", "");
        var stream = doorway.ask(
                Place.INTAKE,
                ana.asks(Ask.get("/v1/intents/" + chat + "/events").accepting("text/event-stream")));
        var event = stream.body()
                .lines()
                .filter(line -> line.startsWith("id:"))
                .findFirst()
                .map(line -> line.substring(3).strip())
                .orElseThrow(() -> new AssertionError(stream.toString()));
        var page = done(doorway.ask(Place.INTAKE, ana.asks(Ask.get("/v1/intents?limit=1"))), "cursor");
        var letter = letter(callers.reviewer(), held, doorway);
        return new Estate(word, key, chatKey, held, chat, session, event, place(ana, doorway), page, letter);
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

    private static String place(Caller ana, Doorway doorway) throws InterruptedException {
        try (var channel = doorway.open(ana, Map.of())) {
            return channel.next("open").path("id").asText();
        }
    }

    private static String letter(Caller reviewer, String held, Doorway doorway) {
        return await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> done(
                                doorway.ask(Place.DESK, reviewer.asks(Ask.get("/v1/letters?q=" + held))),
                                "/items/0/id"),
                        id -> !id.isEmpty());
    }

    private static String done(Reply reply, String member) {
        return Doorway.done(reply)
                .json()
                .at(member.startsWith("/") ? member : "/" + member)
                .asText();
    }
}
