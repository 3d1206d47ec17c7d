package io.countersign.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.chaos.Product;
import io.countersign.stack.identity.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The intake door as one caller sees it. */
final class Door implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final Product product;
    private final String token;

    Door(Product product, TokenRequest caller) {
        this(product, product.stack().identity().token(caller));
    }

    Door(Product product, String token) {
        this(product, token, HttpClient.Version.HTTP_2);
    }

    Door(Product product, String token, HttpClient.Version version) {
        this.product = product;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .version(version)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** What was answered; of an answer without a body, the body is empty. */
    record Answer(int status, JsonNode body) {

        String text(String member) {
            return body.path(member).asText();
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(to(path).GET());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(to(path).DELETE());
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        var request = to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(product.intake().url() + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    @Override
    public void close() {
        client.close();
    }
}
