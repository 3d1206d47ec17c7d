package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. A call that must not be made twice gets a connection of its own: on a kept one, a request can
 * meet a backend that has just hung up, and then nobody could tell whether it was read.
 */
final class HttpExchange {

    /** What came of a request. */
    sealed interface Outcome {

        /** The backend answered; {@code cut} if it said more than the limit. */
        record Answered(BackendAnswer answer, boolean json, boolean cut) implements Outcome {

            /** The answer as JSON text: what is no JSON is a string. */
            Optional<String> result(int limit) {
                if (cut) {
                    return Optional.of("{\"omitted\":{\"code\":\"RESULT_TOO_LARGE\",\"limit\":" + limit + "}}");
                }
                if (answer.text().isEmpty()) {
                    return Optional.empty();
                }
                return Optional.of(json ? answer.text() : CanonicalJson.write(TextNode.valueOf(answer.text())));
            }
        }

        /** The request never left. */
        record NotSent(String why) implements Outcome {}

        /** The request may have arrived; no answer did. */
        record Lost(String code, String why) implements Outcome {}
    }

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Outcome SILENCE = new Outcome.Lost("TIMEOUT", "the backend did not answer in time");
    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset=\"?([A-Za-z0-9_.:-]+)\"?.*");
    private static final Pattern JSON = Pattern.compile("(?i)application/([a-z0-9.+-]+\\+)?json\\s*(;.*)?");

    private final @Nullable SSLContext tls;
    private final HttpClient kept;

    /** Requests to whom the JDK believes. */
    HttpExchange() {
        this(null);
    }

    /** Requests on connections of this kind. */
    HttpExchange(@Nullable SSLContext tls) {
        this.tls = tls;
        this.kept = client();
    }

    Outcome exchange(HttpRequest request, boolean idempotent, int limit) throws InterruptedException {
        if (idempotent) {
            return exchange(kept, request, limit);
        }
        var own = client();
        try {
            return exchange(own, request, limit);
        } finally {
            own.shutdownNow();
        }
    }

    /** The client's own timeout ends with the head of the answer: a body that drips is timed here. */
    private static Outcome exchange(HttpClient client, HttpRequest request, int limit) throws InterruptedException {
        var answer = client.sendAsync(request, head -> new LimitedBody(limit));
        try {
            var time = request.timeout().orElse(LONGEST);
            return answered(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException dripping) {
            return SILENCE;
        } catch (ExecutionException failed) {
            return unanswered(failed.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static Outcome unanswered(@Nullable Throwable failure) {
        return switch (failure) {
            case HttpConnectTimeoutException notSent -> notSent(notSent);
            case ConnectException notSent -> notSent(notSent);
            case SSLHandshakeException notSent -> notSent(notSent);
            case HttpTimeoutException silence -> SILENCE;
            case null, default ->
                new Outcome.Lost("CONNECTION_LOST", "the connection broke before the answer was read");
        };
    }

    /** Without the exception's words: they may quote what was sent. */
    private static Outcome notSent(IOException why) {
        return new Outcome.NotSent(
                "the backend cannot be reached: " + why.getClass().getSimpleName());
    }

    private static Outcome answered(HttpResponse<LimitedBody.Content> response) {
        var headers = response.headers();
        var type = headers.firstValue("content-type").orElse("");
        var answer = new BackendAnswer(
                response.statusCode(),
                RetryAfter.read(headers.firstValue("retry-after"), headers.firstValue("date")),
                charset(type).decode(response.body().bytes()).toString());
        return new Outcome.Answered(
                answer, JSON.matcher(type.strip()).matches(), response.body().cut());
    }

    private static Charset charset(String type) {
        var named = CHARSET.matcher(type);
        try {
            return named.matches() ? Charset.forName(named.group(1).toUpperCase(Locale.ROOT)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private HttpClient client() {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (tls != null) {
            client.sslContext(tls);
        }
        return client.build();
    }

    void close() {
        kept.shutdownNow();
    }
}
