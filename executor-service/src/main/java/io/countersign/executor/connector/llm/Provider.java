package io.countersign.executor.connector.llm;

import io.countersign.executor.connector.Secrets;
import io.countersign.executor.gate.Breaker;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/**
 * An API that is compatible with OpenAI's chat completions.
 *
 * @param url the base address, to which {@code /chat/completions} is added
 * @param headers further headers, such as Authorization
 * @param places how many calls may be under way at a time
 * @param breaker pauses calls while it fails
 * @param timeout how long it may take until its first word, at most
 * @param tls whom to believe, and who we say that we are
 * @param client connections that are kept
 */
record Provider(
        Secrets.Setting url,
        Map<String, Secrets.Setting> headers,
        Semaphore places,
        Breaker breaker,
        Optional<Duration> timeout,
        Optional<SSLContext> tls,
        HttpClient client) {

    /** As many as anybody could want: the route's own limit holds. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    Provider {
        headers = Map.copyOf(headers);
    }

    static Provider of(
            Secrets.Setting url,
            Map<String, Secrets.Setting> headers,
            int inFlight,
            Breaker breaker,
            Optional<Duration> timeout,
            Optional<SSLContext> tls) {
        return new Provider(url, headers, new Semaphore(inFlight), breaker, timeout, tls, newClient(tls));
    }

    /** Connections for one call, which are then closed. */
    HttpClient newClient() {
        return newClient(tls);
    }

    private static HttpClient newClient(Optional<SSLContext> tls) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        tls.ifPresent(client::sslContext);
        return client.build();
    }
}
