package io.countersign.executor.connector.llm;

import io.countersign.executor.connector.HttpConnections;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.gate.Breaker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
 * @param connections that are believed, and say who we are
 */
record Provider(
        Secrets.Setting url,
        Map<String, Secrets.Setting> headers,
        Semaphore places,
        Breaker breaker,
        Optional<Duration> timeout,
        HttpConnections connections) {

    /** As many as anybody could want: the route's own limit holds. */
    static final int UNLIMITED = Integer.MAX_VALUE;

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
        return new Provider(
                url, headers, new Semaphore(inFlight), breaker, timeout, new HttpConnections(tls.orElse(null)));
    }
}
