package io.countersign.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Posts intents of the {@code echo} action for {@value #USERS} users in turn, over kept HTTP/1.1 connections. */
final class EchoCalls implements AutoCloseable {

    private static final int USERS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final URI door;
    private final List<String> tokens;

    EchoCalls(Product product) {
        door = product.intake().resolve("/v1/intents");
        tokens = IntStream.range(0, USERS)
                .mapToObj(user -> product.token("user-" + user))
                .toList();
    }

    /** Waits for the decision; true if the intent was approved. */
    boolean decided(int number) throws IOException, InterruptedException {
        return client.send(request(number).build(), BodyHandlers.discarding()).statusCode() == 202;
    }

    /** Waits for the end; true if that came in time. */
    boolean ended(int number) throws IOException, InterruptedException {
        var request = request(number).header("Prefer", "wait=20").build();
        return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    private HttpRequest.Builder request(int number) {
        return HttpRequest.newBuilder(door)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.get(number % USERS))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"action\":\"echo\",\"parameters\":{\"n\":" + number + "}}"));
    }

    @Override
    public void close() {
        client.close();
    }
}
