package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Headers;
import io.countersign.contract.MalformedJson;
import io.countersign.executor.connector.HttpExchange.Outcome;
import io.countersign.executor.execution.BackendAnswer;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.ChatAnswer;
import io.countersign.executor.execution.ChatRequest;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Asks a model behind any OpenAI-compatible {@code /chat/completions}; the answer comes in one piece. */
public final class LlmConnector implements Connector {

    /** More than any answer of a model, whose text is bounded by its tokens. */
    private static final int RESPONSE_LIMIT = 1024 * 1024;

    /**
     * One provider.
     *
     * @param url the base address, to which {@code /chat/completions} is added
     * @param headers further headers, such as Authorization
     * @param model for actions that name none
     */
    public record Settings(
            Secrets.Setting url,
            Map<String, Secrets.Setting> headers,
            @Nullable String model) {

        public Settings {
            headers = Map.copyOf(headers);
        }
    }

    private final Settings settings;
    private final Secrets secrets;
    private final ToLongFunction<String> tokens;
    private final HttpExchange http = new HttpExchange();

    /** A connector that counts with {@code tokens} what the provider does not. */
    public LlmConnector(Settings settings, Secrets secrets, ToLongFunction<String> tokens) {
        this.settings = settings;
        this.secrets = secrets;
        this.tokens = tokens;
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) throws InterruptedException {
        JsonNode body;
        HttpRequest request;
        try {
            body = ChatRequest.of(action, CallValues.of(action).path("parameters"), settings.model());
            request = request(action, body);
        } catch (UnusableParameter unusable) {
            return Result.failed("UNUSABLE_PARAMETER", String.valueOf(unusable.getMessage()));
        } catch (IOException | IllegalArgumentException secretIsGone) {
            return Result.failedRetryable("SECRET_UNAVAILABLE", "a secret of the route is not available", null);
        }
        var outcome = http.exchange(request, action.idempotent(), RESPONSE_LIMIT);
        return Redaction.of(result(outcome, body, action.idempotent()), secrets);
    }

    /** Where nobody can tell what a call consumed, its whole hold is settled. */
    private Result result(Outcome outcome, JsonNode body, boolean idempotent) {
        return switch (outcome) {
            case Outcome.Answered answered when answered.answer().isSuccess() -> succeeded(answered, body);
            case Outcome.Answered(var answer, var json, var cut) -> answer.failure(idempotent, null);
            case Outcome.NotSent(var why) -> BackendAnswer.neverSent(why);
            case Outcome.Lost(var code, var why) -> BackendAnswer.lost(code, why, idempotent, null);
        };
    }

    private Result succeeded(Outcome.Answered answered, JsonNode body) {
        var text = answered.answer().text();
        var answer = answered.cut() ? MissingNode.getInstance() : parsed(text);
        var use = answer.isObject() ? ChatAnswer.use(body, answer, tokens) : null;
        return new Result.Succeeded(answered.result(RESPONSE_LIMIT).orElse(null), use);
    }

    private static JsonNode parsed(String text) {
        try {
            return CanonicalJson.parse(text);
        } catch (MalformedJson notJson) {
            return MissingNode.getInstance();
        }
    }

    private HttpRequest request(ApprovedAction action, JsonNode body) throws IOException {
        var base = settings.url().value().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .timeout(action.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header(HttpConnector.IDEMPOTENCY_KEY, action.idempotencyKey())
                .POST(BodyPublishers.ofString(CanonicalJson.write(body)));
        if (action.traceparent() != null) {
            request.header(Headers.TRACEPARENT, action.traceparent());
        }
        for (var header : settings.headers().entrySet()) {
            request.setHeader(header.getKey(), header.getValue().value());
        }
        return request.build();
    }
}
