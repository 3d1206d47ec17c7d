package io.countersign.door;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Asks other doors of Countersign with the caller's own token: they answer a caller only about itself. */
@Singleton
public final class OtherDoors {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** The other door's answer, whatever its status; an {@link IOException} if it gives none in time. */
    public HttpResponse<byte[]> ask(HttpRequest.Builder question, String token)
            throws IOException, InterruptedException {
        var request = question.header(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
