package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.Omitted;
import io.countersign.executor.execution.RetryAfter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One request and its answer, up to the end of its body. */
final class HttpExchange {

    /** What came of a request. */
    sealed interface Outcome {

        /** The backend answered. */
        record Answered(BackendAnswer answer, boolean json) implements Outcome {

            /** The answer as JSON text: what is no JSON is a string. */
            Optional<String> result(int limit) {
                if (answer.cut()) {
                    return Optional.of(Omitted.tooLarge(limit));
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

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Outcome SILENCE = new Outcome.Lost("TIMEOUT", "the backend did not answer in time");

    /** The client sends these a second time by itself if their connection ends before a byte of an answer. */
    private static final Set<String> REPEATED = Set.of("GET", "HEAD");

    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset=\"?([A-Za-z0-9_.:-]+)\"?.*");

    private final HttpConnections connections;

    /** Requests on connections of this kind; null for whom the JDK believes. */
    HttpExchange(@Nullable SSLContext tls) {
        this.connections = new HttpConnections(tls);
    }

    /** Sends a request: once, unless it is idempotent. */
    Outcome exchange(HttpRequest request, boolean idempotent, int limit) throws InterruptedException {
        var heads = new AtomicInteger();
        var counted = REPEATED.contains(request.method()) ? counted(request, heads, idempotent) : request;
        return connections.use(idempotent, client -> exchange(client, counted, heads, limit));
    }

    /** The client's own timeout ends with the head of the answer: a body that drips is timed here. */
    private static Outcome exchange(HttpClient client, HttpRequest request, AtomicInteger heads, int limit)
            throws InterruptedException {
        var answer = client.sendAsync(request, head -> new LimitedBody(limit));
        try {
            var time = request.timeout().orElse(LONGEST);
            return answered(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException dripping) {
            return SILENCE;
        } catch (ExecutionException failed) {
            return unanswered(failed.getCause(), heads.get());
        } finally {
            answer.cancel(true);
        }
    }

    /**
     * The same request; counts how often its head is about to be written, which is when its length is asked for: the
     * connection is made by then, and its handshake, unless that was cut off, which is also tried twice. What must not
     * be sent twice fails there the second time.
     */
    private static HttpRequest counted(HttpRequest request, AtomicInteger heads, boolean idempotent) {
        var body = request.bodyPublisher().orElseGet(BodyPublishers::noBody);
        var counting = new BodyPublisher() {
            @Override
            public long contentLength() {
                if (heads.incrementAndGet() > 1 && !idempotent) {
                    throw new IllegalStateException("sent once");
                }
                return body.contentLength();
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                body.subscribe(subscriber);
            }
        };
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .method(request.method(), counting)
                .build();
    }

    private static Outcome unanswered(@Nullable Throwable failure, int heads) {
        // That a second try does not connect, or gets no handshake, says nothing of the first one.
        if (failure != null && heads == 0 && HttpConnections.wasNeverSent(failure)) {
            // Without the exception's words: they may quote what was sent.
            return new Outcome.NotSent(
                    "the backend cannot be reached: " + failure.getClass().getSimpleName());
        }
        return failure instanceof HttpTimeoutException
                ? SILENCE
                : new Outcome.Lost("CONNECTION_LOST", "the connection broke before the answer was read");
    }

    private static Outcome answered(HttpResponse<LimitedBody.Content> response) {
        var headers = response.headers();
        var type = headers.firstValue("content-type").orElse("");
        var answer = new BackendAnswer(
                response.statusCode(),
                RetryAfter.read(headers.firstValue("retry-after"), headers.firstValue("date")),
                charset(type).decode(response.body().bytes()).toString(),
                response.body().cut());
        return new Outcome.Answered(answer, HttpConnections.isJson(type));
    }

    private static Charset charset(String type) {
        var named = CHARSET.matcher(type);
        try {
            return named.matches() ? Charset.forName(named.group(1).toUpperCase(Locale.ROOT)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    void close() {
        connections.close();
    }
}
