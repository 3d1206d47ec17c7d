package io.countersign.executor.connector;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one backend: kept ones, and one of its own for each call that must not be made twice. On a kept one, a
 * request can meet a backend that has just hung up, and then nobody could tell whether it was read.
 */
public final class HttpConnections implements AutoCloseable {

    /** What is done on a connection. */
    @FunctionalInterface
    public interface Exchange<T> {

        /** One request and its answer. */
        T on(HttpClient client) throws InterruptedException;
    }

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern JSON = Pattern.compile("(?i)\\s*application/([a-z0-9.+-]+\\+)?json\\s*(;.*)?");
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final @Nullable SSLContext tls;
    private final HttpClient kept;

    /** Connections on which these are believed, and that say who we are; null for whom the JDK believes. */
    public HttpConnections(@Nullable SSLContext tls) {
        this.tls = tls;
        this.kept = client();
    }

    /**
     * An exchange on a connection that may be kept if it could be made twice, and otherwise on one that is then closed.
     * A GET or HEAD can be sent twice all the same: if its connection, kept or new, ends before a byte of an answer,
     * the client makes a second try by itself. Whoever must not send it twice has to see to that.
     */
    public <T> T use(boolean idempotent, Exchange<T> exchange) throws InterruptedException {
        if (idempotent) {
            return exchange.on(kept);
        }
        var own = client();
        try {
            return exchange.on(own);
        } finally {
            own.shutdownNow();
        }
    }

    /** True if a try that failed so failed before its request was sent; of a GET or HEAD it may be the second try. */
    public static boolean wasNeverSent(@Nullable Throwable failure) {
        return failure instanceof HttpConnectTimeoutException
                || failure instanceof ConnectException
                || failure instanceof SSLHandshakeException;
    }

    /** True if a body of this content type is JSON. */
    public static boolean isJson(String contentType) {
        return JSON.matcher(contentType).matches();
    }

    @Override
    public void close() {
        kept.shutdownNow();
    }

    private HttpClient client() {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(THREADS);
        if (tls != null) {
            client.sslContext(tls);
        }
        return client.build();
    }
}
