import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An agent in Java, with the JDK alone: hands an intent over, follows its events, and comes back when the connection is lost.
 *
 * <pre>
 *   COUNTERSIGN_TOKEN=$(../../countersign token --tenant acme --user ana --agent bot --roles support) \
 *     java Agent.java orders.read '{"order":"A1"}' java-1
 * </pre>
 *
 * It prints each event as it comes. The status is 0 if the intent succeeded, 1 if it did not, 2 if nothing was handed over or no
 * answer says that it was. {@code COUNTERSIGN_URL} says where the door is.
 */
public final class Agent {

    /** So often in succession, a second apart, it is tried to hand an intent over where nobody answers. */
    private static final int TRIES = 5;

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI door;
    private final String token;

    /** The last event that was seen. */
    private String last = "";

    /** What has come so far of the one that is being read. */
    private String id = "";

    private String event = "";
    private String data = "";

    /** The data of the end. */
    private String end = "";

    private Agent(URI door, String token) {
        this.door = door;
        this.token = token;
    }

    public static void main(String[] words) throws InterruptedException {
        var token = System.getenv("COUNTERSIGN_TOKEN");
        if (words.length == 0 || token == null) {
            System.err.println("usage: COUNTERSIGN_TOKEN=<a token> java Agent.java action ['{\"its\":\"parameters\"}' [key]]");
            System.exit(2);
        }
        var parameters = words.length > 1 ? words[1] : "{}";
        var key = words.length > 2 ? words[2] : UUID.randomUUID().toString();
        int status = 2;
        try {
            var door = URI.create(System.getenv().getOrDefault("COUNTERSIGN_URL", "http://127.0.0.1:8080"));
            var agent = new Agent(door, token);
            var id = agent.handOver(words[0], parameters, key);
            System.out.println("intent " + id);
            status = 1;
            status = agent.follow(id) ? 0 : 1;
        } catch (IllegalStateException | IllegalArgumentException refused) {
            // The door's words, or an address or a token that no request can carry.
            System.err.println(refused.getMessage());
        }
        System.exit(status);
    }

    /** Under one key it is one intent, however often it is sent: so it is sent again while nobody has answered. */
    private String handOver(String action, String parameters, String key) throws InterruptedException {
        var body = "{\"action\":\"%s\",\"parameters\":%s}".formatted(action, parameters);
        var request = request("/v1/intents")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int tries = 0;
        // Behind a connection that was lost, and not refused, the door may have it.
        boolean maybeIn = false;
        while (true) {
            try {
                var answer = http.send(request, BodyHandlers.ofString());
                tries = 0;
                if (answer.statusCode() == 429 || answer.statusCode() == 503) {
                    pause(answer);
                    continue;
                }
                Matcher id = ID.matcher(answer.body());
                if (answer.statusCode() != 202 || !id.find()) {
                    // A refusal says why, in words and by a stable code.
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
                return id.group(1);
            } catch (IOException lost) {
                maybeIn |= !(lost instanceof ConnectException);
                tries++;
                if (tries == TRIES) {
                    throw new IllegalStateException(
                            maybeIn
                                    ? "no answer from " + door + ": " + lost + "; the intent may be in: ask again under the key " + key
                                    : "no door at " + door + ": " + lost.getClass().getSimpleName()
                                            + "; start the stack (./countersign up), or say in COUNTERSIGN_URL where it is");
                }
                Thread.sleep(1000);
            }
        }
    }

    /** To the end, over as many connections as it takes: nothing is missing, and nothing comes twice. */
    private boolean follow(String id) throws InterruptedException {
        boolean gone = false;
        while (end.isEmpty()) {
            try {
                var request = request("/v1/intents/" + id + "/events").header("Last-Event-ID", last);
                var answer = http.send(request.build(), BodyHandlers.ofLines());
                gone = false;
                try (var lines = answer.body()) {
                    switch (answer.statusCode()) {
                        case 200 -> lines.forEach(this::read);
                        case 429, 503 -> pause(answer);
                        default -> throw new IllegalStateException(
                                answer.statusCode() + " " + lines.collect(Collectors.joining()));
                    }
                }
            } catch (IOException | UncheckedIOException lost) {
                // An event that was cut off comes again.
                data = "";
                if (!gone) {
                    System.err.println("lost the door at " + door + ": coming back");
                }
                gone = true;
            }
            if (end.isEmpty()) {
                Thread.sleep(1000);
            }
        }
        return end.contains("\"state\":\"SUCCEEDED\"");
    }

    private void read(String line) {
        int colon = line.indexOf(':');
        var value = line.substring(colon + 1).stripLeading();
        switch (colon < 0 ? line : line.substring(0, colon)) {
            case "id" -> id = value;
            case "event" -> event = value;
            case "data" -> data = value;
            case "" -> {
                // An empty line ends an event: only here has all of it come. A comment, which has no name either, has no data.
                if (!data.isEmpty()) {
                    last = id;
                    System.out.println(event + " " + data);
                    end = event.equals("end") ? data : end;
                    data = "";
                }
            }
            default -> {
                // Nothing that we know.
            }
        }
    }

    private static void pause(HttpResponse<?> answer) throws InterruptedException {
        Thread.sleep(1000 * answer.headers().firstValueAsLong("Retry-After").orElse(1));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(door.resolve(path)).header("Authorization", "Bearer " + token);
    }
}
