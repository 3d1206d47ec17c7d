package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Headers;
import io.countersign.executor.connector.HttpExchange.Outcome;
import io.countersign.executor.execution.AnswerMapping;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.BodyTemplate;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.QueryTemplate;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.executor.execution.UrlTemplate;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Calls a backend by HTTP. */
public final class HttpConnector implements Connector {

    /** The header by which a backend recognizes a call that it has carried out already. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /**
     * One call's description.
     *
     * @param key the header that carries the idempotency key
     * @param body null if the method has none
     * @param mapping what a 2xx comes to
     * @param tls null for whom the JDK believes
     * @param probe how to look up what became of a call; null if there is no way
     * @param responseLimit in bytes
     */
    record Settings(
            String method,
            UrlTemplate url,
            QueryTemplate query,
            List<HeaderTemplate> headers,
            String key,
            @Nullable BodyTemplate body,
            AnswerMapping mapping,
            @Nullable SSLContext tls,
            @Nullable HttpProbe probe,
            int responseLimit) {

        Settings {
            headers = List.copyOf(headers);
        }
    }

    private final Settings settings;
    private final HttpExchange http;

    HttpConnector(Settings settings) {
        this.settings = settings;
        this.http = new HttpExchange(settings.tls());
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) throws InterruptedException {
        JsonNode values;
        HttpRequest request;
        try {
            values = CallValues.of(action);
            request = request(action, values);
        } catch (UnusableParameter unusable) {
            return Result.failed("UNUSABLE_PARAMETER", String.valueOf(unusable.getMessage()));
        } catch (IOException | IllegalArgumentException secretIsGone) {
            return Result.withoutEffect("SECRET_UNAVAILABLE", "a secret of the route is not available");
        }
        var outcome = http.exchange(request, action.idempotent(), settings.responseLimit());
        return result(outcome, values, action.idempotent());
    }

    @Override
    public Optional<Result> probe(ProbedAction action) throws InterruptedException {
        var probe = settings.probe();
        return probe == null ? Optional.empty() : Optional.of(probe.ask(http, action));
    }

    @Override
    public void close() {
        http.close();
    }

    private Result result(Outcome outcome, JsonNode values, boolean idempotent) {
        return switch (outcome) {
            case Outcome.Answered answered when answered.answer().isSuccess() -> success(answered, values, idempotent);
            case Outcome.Answered(var answer, var json) -> answer.failure(idempotent);
            case Outcome.NotSent(var why) -> BackendAnswer.neverSent(why);
            case Outcome.Lost(var code, var why) -> BackendAnswer.lost(code, why, idempotent);
        };
    }

    private Result success(Outcome.Answered answered, JsonNode values, boolean idempotent) {
        return settings.mapping().isNone()
                ? Result.succeeded(answered.result(settings.responseLimit()).orElse(null))
                : settings.mapping()
                        .of(answered.answer().cut() ? null : answered.answer().text(), values, idempotent);
    }

    private HttpRequest request(ApprovedAction action, JsonNode values) throws UnusableParameter, IOException {
        var request = HttpRequest.newBuilder(
                        settings.query().addTo(settings.url().expand(values), values))
                .timeout(action.timeout());
        request.method(settings.method(), body(values));
        if (settings.body() != null) {
            request.header("Content-Type", "application/json");
        }
        request.header("Accept", "application/json");
        request.header(settings.key(), action.idempotencyKey());
        if (action.traceparent() != null) {
            request.header(Headers.TRACEPARENT, action.traceparent());
        }
        for (var header : settings.headers()) {
            header.expand(values).ifPresent(value -> request.setHeader(header.name(), value));
        }
        return request.build();
    }

    private BodyPublisher body(JsonNode values) throws UnusableParameter {
        var body = settings.body();
        return body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(CanonicalJson.write(body.expand(values)));
    }
}
