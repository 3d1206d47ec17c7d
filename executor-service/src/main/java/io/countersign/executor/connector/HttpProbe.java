package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.executor.connector.HttpExchange.Outcome;
import io.countersign.executor.execution.AnswerMapping;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.executor.execution.UrlTemplate;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;

/** Looks up by idempotency key what became of a call. */
record HttpProbe(
        String method,
        UrlTemplate url,
        List<HeaderTemplate> headers,
        int found,
        AnswerMapping mapping,
        int absent,
        boolean absentMeansNoEffect) {

    private static final Duration TIME = Duration.ofSeconds(8);

    HttpProbe {
        headers = List.copyOf(headers);
    }

    /** What the backend knows of the call. */
    Result ask(HttpExchange http, ProbedAction action) throws InterruptedException {
        HttpRequest request;
        JsonNode values;
        try {
            values = CallValues.of(action);
            request = request(action, values);
        } catch (UnusableParameter | IOException | IllegalArgumentException impossible) {
            return Result.unknown("PROBE_FAILED", "the question could not be put to the backend");
        }
        return switch (http.exchange(request, true, Limits.RESULT_BYTES)) {
            case Outcome.Answered answered when answered.answer().status() == found -> success(answered, values);
            case Outcome.Answered answered
            when answered.answer().status() == absent && absentMeansNoEffect ->
                Result.failedRetryable("NO_EFFECT", "the backend has not seen the call", null);
            case Outcome.Answered answered ->
                Result.unknown(
                        "PROBE_FAILED",
                        "the backend answered " + answered.answer().status());
            case Outcome.NotSent(var why) -> Result.unknown("PROBE_FAILED", why);
            case Outcome.Lost(var code, var why) -> Result.unknown("PROBE_FAILED", why);
        };
    }

    /** An error that the call ended with, told in a 2xx, is one that its probe tells too. */
    private Result success(Outcome.Answered answered, JsonNode values) {
        return mapping.isNone()
                ? Result.succeeded(answered.result(Limits.RESULT_BYTES).orElse(null))
                : mapping.of(answered.answer().cut() ? null : answered.answer().text(), values, false);
    }

    private HttpRequest request(ProbedAction action, JsonNode values) throws UnusableParameter, IOException {
        var request = HttpRequest.newBuilder(url.expand(values))
                .timeout(TIME)
                .method(method, BodyPublishers.noBody())
                .header("Accept", "application/json");
        if (action.traceparent() != null) {
            request.header(Headers.TRACEPARENT, action.traceparent());
        }
        for (var header : headers) {
            header.expand(values).ifPresent(value -> request.setHeader(header.name(), value));
        }
        return request.build();
    }
}
