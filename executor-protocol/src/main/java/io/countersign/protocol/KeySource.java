package io.countersign.protocol;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the public keys that verify approvals come from: a JWK set (RFC 7517), fetched anew when a key is unknown. */
@FunctionalInterface
public interface KeySource {

    /**
     * The JWK set's JSON text. Called by one thread at a time, at the start and when an approval names a key that is not
     * known, at most once a second; approvals wait meanwhile.
     *
     * @throws IOException if it is away now: it is asked again, and nothing is refused for it
     */
    String fetch() throws IOException;

    /** The keys in a file. */
    static KeySource file(Path file) {
        return () -> Files.readString(file);
    }

    /** The keys at a URL such as policy-stream's {@code /v1/keys}, with the bearer token that the file holds at the time of the request. */
    static KeySource url(URI url, @Nullable Path tokenFile) {
        var client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return () -> {
            var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10));
            if (tokenFile != null) {
                request.header(
                        "Authorization", "Bearer " + Files.readString(tokenFile).strip());
            }
            var response = answer(client, request.build());
            if (response.statusCode() != 200) {
                throw new IOException(url + " answers " + response.statusCode());
            }
            return response.body();
        };
    }

    private static HttpResponse<String> answer(HttpClient client, HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching the key set", e);
        } catch (IOException away) {
            // The client does not say where it could not connect.
            throw new IOException(request.uri() + " cannot be reached: " + away, away);
        }
    }
}
