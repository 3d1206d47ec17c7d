package io.countersign.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Agents of many users who hand intents to the door, and repeat what was not acknowledged under the same key. */
public final class Agents implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Product product;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    public Agents(Product product) {
        this.product = product;
    }

    /** The id under which the intent was accepted; empty if the door did not acknowledge it. */
    public Optional<String> submit(String user, String key, String action, String parameters)
            throws InterruptedException {
        var body = "{\"action\":\"" + action + "\",\"parameters\":" + parameters + "}";
        var request = HttpRequest.newBuilder(URI.create(product.intake().url() + "/v1/intents"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + tokens.computeIfAbsent(user, product::token))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 202
                    ? Optional.of(json(answer).path("id").asText())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
