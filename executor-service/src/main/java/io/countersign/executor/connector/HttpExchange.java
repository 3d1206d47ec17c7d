package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.Omitted;
import io.countersign.executor.execution.RetryAfter;
import java.net.http.HttpClient;
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
    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset=\"?([A-Za-z0-9_.:-]+)\"?.*");

    private final HttpConnections connections;

    /** Requests on connections of this kind; null for whom the JDK believes. */
    HttpExchange(@Nullable SSLContext tls) {
        this.connections = new HttpConnections(tls);
    }

    Outcome exchange(HttpRequest request, boolean idempotent, int limit) throws InterruptedException {
        return connections.use(idempotent, client -> exchange(client, request, limit));
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
        if (failure != null && HttpConnections.wasNeverSent(failure)) {
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
