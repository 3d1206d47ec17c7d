package io.countersign.endtoend.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.chaos.doors.Ask;
import io.countersign.chaos.doors.Asks;
import io.countersign.chaos.doors.ChannelVisitor;
import io.countersign.chaos.doors.RawHttp;
import io.countersign.chaos.doors.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

/** Where callers come in. */
final class Doorway implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** What never ends is listened to for so long. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final HttpClient webSockets = HttpClient.newHttpClient();
    private final RawHttp patient = new RawHttp(SOON);
    private final RawHttp listening = new RawHttp(A_WHILE);
    private final Map<String, URI> places;

    /** @param places the services by their names */
    Doorway(Map<String, URI> places) {
        this.places = Map.copyOf(places);
    }

    Reply ask(String place, Ask ask) throws IOException {
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

    /**
     * Everything that a caller's channel tells, to the end of something of the caller's own that begins when another one has
     * asked for something, and has heard of it on a channel beside it.
     */
    Reply overhear(Caller who, Caller another, Ask theirs) throws Exception {
        try (var heard = open(another, Map.of());
                var overheard = open(who, Map.of())) {
            heard.next("open");
            overheard.next("open");
            var id = done(ask(Place.INTAKE, another.asks(theirs)))
                    .json()
                    .path("id")
                    .asText();
            assertThat(tellsOf(id, heard))
                    .as("%s hears of %s", another.name(), id)
                    .isTrue();
            var told = whileEchoing(overheard);
            assertThat(told.body()).as("what %s is told", who.name()).doesNotContain(id);
            return told;
        }
    }

    private static boolean tellsOf(String id, ChannelVisitor channel) throws InterruptedException {
        var frame = channel.next("state");
        while (!frame.isMissingNode() && !frame.at("/data/id").asText().equals(id)) {
            frame = channel.next("state");
        }
        return !frame.isMissingNode();
    }

    private static Reply whileEchoing(ChannelVisitor channel) throws InterruptedException {
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

    /** The id of an ended intent of that caller's own. */
    String echoed(Caller who) throws IOException {
        return done(ask(Place.INTAKE, who.asks(Asks.echo().with("Prefer", "wait=20"))))
                .json()
                .path("id")
                .asText();
    }

    ChannelVisitor open(Caller who, Map<String, String> headers) {
        return new ChannelVisitor(webSockets, address(Place.INTAKE), "", String.valueOf(who.token()), headers, SOON);
    }

    /** The same, if it is a success. */
    static Reply done(Reply reply) {
        assertThat(reply.status()).as("%s", reply).isBetween(200, 299);
        return reply;
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
