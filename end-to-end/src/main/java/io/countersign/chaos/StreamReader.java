package io.countersign.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream of one intent to its end as a browser does: comes back with the id of the last event that it has seen,
 * each time to the next of the doors. It notes whatever comes twice, out of order, or not at all.
 */
public final class StreamReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final HttpClient client;
    private final List<URI> doors;
    private final String token;
    private final String intentId;
    private final List<String> pieces = new ArrayList<>();
    private final List<String> states = new CopyOnWriteArrayList<>();
    private final List<String> objections = new ArrayList<>();
    private @Nullable String lastEventId;
    private long version;
    private int connections;
    private boolean ended;

    /** @param doors the addresses of intake-service's instances, the one to begin with first */
    public StreamReader(HttpClient client, List<URI> doors, String token, String intentId) {
        this.client = client;
        this.doors = List.copyOf(doors);
        this.token = token;
        this.intentId = intentId;
    }

    /** Reads until the end, or for so long at most. */
    public void read(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!ended && System.nanoTime() < deadline) {
            try {
                connect();
            } catch (IOException goneForNow) {
                // The door was killed: the next one is asked.
            }
            if (!ended) {
                Thread.sleep(PAUSE);
            }
        }
        if (!ended) {
            objections.add("did not end");
        }
    }

    /** What each piece said, in the order in which they came. */
    public List<String> pieces() {
        return List.copyOf(pieces);
    }

    /** What it has come to, also while it is being read. */
    public List<String> states() {
        return List.copyOf(states);
    }

    /** What was not as it should be. */
    public List<String> objections() {
        return List.copyOf(objections);
    }

    /** How often it had to come back. */
    public int connections() {
        return connections;
    }

    private void connect() throws IOException, InterruptedException {
        var door = doors.get(connections++ % doors.size());
        var request = HttpRequest.newBuilder(door.resolve("/v1/intents/" + intentId + "/events"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        var cursor = lastEventId;
        if (cursor != null) {
            request.header("Last-Event-ID", cursor);
        }
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() == 200) {
                read(lines);
            } else if (response.statusCode() < 500 && response.statusCode() != 429) {
                objections.add("answered " + response.statusCode() + " to " + cursor);
                ended = true;
            }
        }
    }

    private void read(BufferedReader lines) throws IOException {
        var id = "";
        var name = "";
        var data = "";
        for (var line = lines.readLine(); line != null && !ended; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5).strip();
            } else if (line.isEmpty() && !name.isEmpty()) {
                take(name, JSON.readTree(data));
                lastEventId = id;
                name = "";
            }
        }
    }

    private void take(String name, JsonNode data) {
        switch (name) {
            case "chunk" -> {
                if (data.path("index").asInt() != pieces.size()) {
                    objections.add("piece " + data.path("index").asInt() + " came after " + pieces.size());
                }
                pieces.add(data.path("data")
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText());
            }
            case "restart" -> pieces.clear();
            case "state" -> state(data);
            case "gone" -> objections.add("pieces were gone");
            case "end" -> ended = true;
            default -> objections.add("an unknown event " + name);
        }
    }

    private void state(JsonNode intent) {
        var timeline = intent.path("timeline");
        long next = timeline.isEmpty()
                ? 0
                : timeline.path(timeline.size() - 1).path("version").asLong();
        if (!states.isEmpty() && next <= version) {
            objections.add("version " + next + " came after " + version);
        }
        version = next;
        states.add(intent.path("state").asText());
    }
}
