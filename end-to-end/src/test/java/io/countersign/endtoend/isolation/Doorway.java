package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.ChannelVisitor;
import io.countersign.chaos.doors.RawHttp;
import io.countersign.chaos.doors.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where callers come in. */
final class Doorway implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What never ends is listened to for so long. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final HttpClient webSockets = HttpClient.newHttpClient();
    private final RawHttp patient = new RawHttp(SOON);
    private final RawHttp listening = new RawHttp(A_WHILE);
    private final Map<String, URI> places;
    private final Map<String, String> intents = new ConcurrentHashMap<>();

    /** @param places the services by their names */
    Doorway(Map<String, URI> places) {
        this.places = Map.copyOf(places);
    }

    Reply ask(String place, Ask ask) throws Exception {
        boolean endless = ask.target().equals("/mcp") && ask.method().equals("GET")
                || ask.target().equals("/live");
        return (endless ? listening : patient).send(address(place), ask);
    }

    /** Says one message on a channel of one's own; the answer as HTTP would have it. */
    Reply say(Caller who, String session, String message) throws Exception {
        Map<String, String> headers = session.isEmpty() ? Map.of() : Map.of("Countersign-Session", session);
        try (var channel = open(who, headers)) {
            channel.say(message);
            return Reply.of(channel.next("answer"));
        }
    }

    /** Everything that a channel tells while the caller does something of its own, and others go on. */
    Reply overhear(Caller who) throws Exception {
        try (var channel = open(who, Map.of())) {
            channel.next("open");
            channel.say("{\"ref\":\"r\",\"submit\":{\"action\":\"door.echo\",\"parameters\":{}}}");
            var told = new StringBuilder();
            var ended = "";
            while (!ended.equals("end")) {
                var frame = channel.next("answer", "state", "chunk", "restart", "gone", "end");
                if (frame.isMissingNode()) {
                    return new Reply(0, Map.of(), told.toString(), false);
                }
                told.append(frame).append('\n');
                ended = frame.path("event").asText();
            }
            return new Reply(200, Map.of(), told.toString(), true);
        }
    }

    /** An ended intent of that caller's own. */
    String intentOf(Caller who) {
        return intents.computeIfAbsent(who.name(), name -> {
            try {
                var done = patient.send(
                        address(Place.INTAKE),
                        who.asks(Ask.post("/v1/intents", "{\"action\":\"door.echo\",\"parameters\":{}}")
                                .with("Prefer", "wait=20")));
                return done.json().path("id").asText();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private ChannelVisitor open(Caller who, Map<String, String> headers) {
        return new ChannelVisitor(webSockets, address(Place.INTAKE), "", String.valueOf(who.token()), headers, SOON);
    }

    private URI address(String place) {
        var address = places.get(place);
        if (address == null) {
            throw new IllegalArgumentException("no such service: " + place);
        }
        return address;
    }

    @Override
    public void close() {
        webSockets.shutdownNow();
    }
}
