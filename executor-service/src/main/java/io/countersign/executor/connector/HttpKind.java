package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.Limits;
import io.countersign.executor.execution.AnswerMapping;
import io.countersign.executor.execution.AnswerRule;
import io.countersign.executor.execution.AnswerRule.Means;
import io.countersign.executor.execution.BodyTemplate;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.ExactJson;
import io.countersign.executor.execution.QueryTemplate;
import io.countersign.executor.execution.Selection;
import io.countersign.executor.execution.UrlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes that say {@code connector: http}. */
final class HttpKind implements ConnectorKind {

    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH");

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Connector connector(Fields route, Secrets secrets) {
        var method = route.optionalText("method").orElse("POST");
        if (!METHODS.contains(method)) {
            throw route.wrong(
                    "method",
                    "\"" + method + "\" is none of " + METHODS.stream().sorted().toList());
        }
        var url = route.parsed("url", route.text("url"), text -> UrlTemplate.of(secrets.now(text)));
        var settings = new HttpConnector.Settings(
                method,
                url,
                route.parsed("query", route.texts("query", text -> text), QueryTemplate::of),
                headers(route, CallValues.NAMES, secrets),
                route.parsed(
                        "idempotencyHeader",
                        route.optionalText("idempotencyHeader").orElse(HttpConnector.IDEMPOTENCY_KEY),
                        HeaderTemplate::name),
                body(route, method),
                route.fields("response")
                        .map(each -> mapping(each, CallValues.NAMES))
                        .orElse(AnswerMapping.NONE),
                Tls.of(route).orElse(null),
                route.fields("probe").map(probe -> probe(probe, secrets)).orElse(null),
                route.number("responseLimit", Limits.RESULT_BYTES, 1, 16 * 1024 * 1024));
        return new HttpConnector(settings);
    }

    private static List<HeaderTemplate> headers(Fields route, Set<String> names, Secrets secrets) {
        var headers = new ArrayList<HeaderTemplate>();
        route.fields("headers")
                .ifPresent(texts -> texts.names()
                        .forEach(header -> headers.add(texts.parsed(
                                header, texts.text(header), text -> HeaderTemplate.of(header, text, names, secrets)))));
        return headers;
    }

    private static HttpProbe probe(Fields probe, Secrets secrets) {
        var method = probe.optionalText("method").orElse("GET");
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw probe.wrong("method", "a question changes nothing: GET or HEAD");
        }
        var url = probe.parsed(
                "url", probe.text("url"), text -> UrlTemplate.of(secrets.now(text), CallValues.PROBE_NAMES));
        var headers = headers(probe, CallValues.PROBE_NAMES, secrets);
        var found = probe.fields("found");
        var absent = probe.fields("absent");
        var made = new HttpProbe(
                method,
                url,
                headers,
                found.map(each -> each.number("status", 200, 200, 299)).orElse(200),
                found.flatMap(each -> each.fields("response"))
                        .map(each -> mapping(each, CallValues.PROBE_NAMES))
                        .orElse(AnswerMapping.NONE),
                absent.map(each -> each.number("status", 404, 200, 499)).orElse(404),
                absent.map(HttpKind::meansNoEffect).orElse(false));
        found.ifPresent(Fields::nothingElse);
        absent.ifPresent(Fields::nothingElse);
        probe.nothingElse();
        return made;
    }

    private static boolean meansNoEffect(Fields absent) {
        return switch (absent.optionalText("means").orElse("unknown")) {
            case "no-effect" -> true;
            case "unknown" -> false;
            default -> throw absent.wrong("means", "is none of no-effect and unknown");
        };
    }

    private static AnswerMapping mapping(Fields response, Set<String> names) {
        var result = response.value("result")
                .map(value -> response.parsed("result", value, text -> Selection.of(text, names)))
                .orElse(null);
        var failures = response.each("failure").stream()
                .map(failure -> rule(failure, names))
                .toList();
        response.nothingElse();
        return new AnswerMapping(result, failures);
    }

    private static AnswerRule rule(Fields failure, Set<String> names) {
        var when = failure.value("when").orElseThrow(() -> failure.wrong("when", "is required"));
        var condition = when.isObject() ? failure.fields("when").orElse(failure) : failure;
        var place = condition.parsed(
                when.isObject() ? "pointer" : "when",
                condition.text(when.isObject() ? "pointer" : "when"),
                Selection.Pointer::new);
        JsonNode expected = null;
        if (when.isObject()) {
            expected = condition
                    .value("equals")
                    .map(value -> condition.parsed("equals", value, ExactJson::of))
                    .orElse(null);
            condition.nothingElse();
        }
        var rule = new AnswerRule(
                place,
                expected,
                selection(failure, "code", names),
                selection(failure, "message", names),
                means(failure));
        failure.nothingElse();
        return rule;
    }

    private static @Nullable Selection selection(Fields failure, String name, Set<String> names) {
        return failure.value(name)
                .map(value -> failure.parsed(name, value, text -> Selection.of(text, names)))
                .orElse(null);
    }

    private static Means means(Fields failure) {
        return switch (failure.optionalText("means").orElse("unknown")) {
            case "no-effect" -> Means.NO_EFFECT;
            case "retry" -> Means.RETRY;
            case "unknown" -> Means.UNKNOWN;
            default -> throw failure.wrong("means", "is none of no-effect, retry and unknown");
        };
    }

    private static @Nullable BodyTemplate body(Fields route, String method) {
        var body = route.value("body");
        if (body.isPresent()) {
            return route.parsed("body", body.get(), BodyTemplate::of);
        }
        return BODILESS.contains(method) ? null : BodyTemplate.PARAMETERS;
    }
}
