package io.countersign.intake.door;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events that knows no more than the standard. */
final class EventStream implements AutoCloseable {
    /** An event, or a comment if it has no name; the last of a stream has neither name nor data. */
    record Event(String id, String name, String data) {
        static final Event CLOSED = new Event("", "closed by the server", "");

        /** Of the id's text what says which version it is of, and whether it is the end. */
        String place() {
            return id.replaceAll("^[0-9a-f]{8}\\.(v\\d+)\\.o\\d+(\\.a\\d+n\\d+r\\w+)?", "$1");
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(data);
            } catch (JsonProcessingException e) {
                throw new AssertionError(data, e);
            }
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final int status;
    private final InputStream body;

    EventStream(URI address, String id, String token, @Nullable String lastEventId) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/v1/intents/" + id + "/events"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = http.send(request.build(), BodyHandlers.ofInputStream());
        this.status = response.statusCode();
        this.body = response.body();
        Thread.ofVirtual().start(this::read);
    }

    int status() {
        return status;
    }

    /** The next event that is not a comment. */
    Event next() throws InterruptedException {
        var event = any();
        while (event.name().isEmpty()) {
            event = any();
        }
        return event;
    }

    /** The next event or comment. */
    Event any() throws InterruptedException {
        var event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("the stream says nothing");
        }
        return event;
    }

    /** All events up to the end of the stream. */
    List<Event> rest() throws InterruptedException {
        var rest = new ArrayList<Event>();
        for (var event = next(); !event.equals(Event.CLOSED); event = next()) {
            rest.add(event);
        }
        return rest;
    }

    private void read() {
        var id = "";
        var name = "";
        var data = "";
        try (var lines = new Scanner(body, StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                var line = lines.nextLine();
                if (line.isEmpty()) {
                    events.add(new Event(id, name, data));
                    name = "";
                    data = "";
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data += line.substring(5).strip();
                }
            }
        }
        events.add(Event.CLOSED);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
