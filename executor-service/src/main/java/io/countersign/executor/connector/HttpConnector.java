package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Headers;
import io.countersign.executor.connector.HttpExchange.Outcome;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.BodyTemplate;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.executor.execution.UrlTemplate;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a backend by HTTP. */
public final class HttpConnector implements Connector {

    /** The header by which a backend recognizes a call that it has carried out already. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /**
     * One call's description.
     *
     * @param body null if the method has none
     * @param responseLimit in bytes
     */
    public record Settings(
            String method,
            UrlTemplate url,
            Map<String, Secrets.Setting> headers,
            @Nullable BodyTemplate body,
            int responseLimit) {

        public Settings {
            headers = Map.copyOf(headers);
        }
    }

    private final Settings settings;
    private final Secrets secrets;
    private final HttpExchange http = new HttpExchange();

    public HttpConnector(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(action, CallValues.of(action));
        } catch (UnusableParameter unusable) {
            return Result.failed("UNUSABLE_PARAMETER", secrets.redacted(String.valueOf(unusable.getMessage())));
        } catch (IOException | IllegalArgumentException secretIsGone) {
            return Result.failedRetryable("SECRET_UNAVAILABLE", "a secret of the route is not available", null);
        }
        var outcome = http.exchange(request, action.idempotent(), settings.responseLimit());
        return Redaction.of(result(outcome, action.idempotent()), secrets);
    }

    private Result result(Outcome outcome, boolean idempotent) {
        return switch (outcome) {
            case Outcome.Answered answered
            when answered.answer().isSuccess() ->
                Result.succeeded(answered.result(settings.responseLimit()).orElse(null));
            case Outcome.Answered(var answer, var json, var cut) -> answer.failure(idempotent, TokenUse.NONE);
            case Outcome.NotSent(var why) -> BackendAnswer.neverSent(why);
            case Outcome.Lost(var code, var why) -> BackendAnswer.lost(code, why, idempotent, TokenUse.NONE);
        };
    }

    private HttpRequest request(ApprovedAction action, JsonNode values) throws UnusableParameter, IOException {
        var request = HttpRequest.newBuilder(settings.url().expand(values)).timeout(action.timeout());
        request.method(settings.method(), body(values));
        if (settings.body() != null) {
            request.header("Content-Type", "application/json");
        }
        request.header("Accept", "application/json");
        request.header(IDEMPOTENCY_KEY, action.idempotencyKey());
        if (action.traceparent() != null) {
            request.header(Headers.TRACEPARENT, action.traceparent());
        }
        for (var header : settings.headers().entrySet()) {
            request.setHeader(header.getKey(), header.getValue().value());
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
