package io.countersign.executor.connector.llm;

import io.countersign.executor.chat.ChatRequest;
import io.countersign.executor.connector.BreakerFields;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.ConnectorKind;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.connector.Tls;
import io.countersign.executor.execution.UrlTemplate;
import io.countersign.executor.gate.Breaker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Routes that say {@code connector: llm}: one provider, or several with the models that each has. */
public final class LlmKind implements ConnectorKind {

    private static final int MOST_IN_FLIGHT = 100_000;
    private static final List<String> LIMITS = List.of(ChatRequest.MAX_TOKENS, ChatRequest.MAX_COMPLETION_TOKENS);

    private final ToLongFunction<String> tokens;

    /** Counts tokens with {@code tokens}. */
    public LlmKind(ToLongFunction<String> tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "llm";
    }

    @Override
    public Connector connector(Fields route, Secrets secrets) {
        return route.fields("providers")
                .map(named -> several(route, named, secrets))
                .orElseGet(() -> one(route, secrets));
    }

    private Connector one(Fields route, Secrets secrets) {
        var limit = limit(route);
        var model = route.optionalText("model").orElse(null);
        // The route's own inFlight is the provider's, and so is its breaker, which lets intents wait before they begin.
        var provider = provider(route, Provider.UNLIMITED, Breaker.never(), secrets);
        return connector(Models.of(provider, limit, model), Map.of(), secrets);
    }

    private Connector several(Fields route, Fields named, Secrets secrets) {
        var providers = new LinkedHashMap<String, Provider>();
        for (var name : named.names()) {
            var fields = named.fields(name).orElseThrow();
            var inFlight = fields.number("inFlight", Provider.UNLIMITED, 1, MOST_IN_FLIGHT);
            providers.put(name, provider(fields, inFlight, breaker(name, fields), secrets));
            fields.nothingElse();
        }
        var models = models(route, providers);
        var absent = route.optionalText("default");
        if (absent.isPresent() && !models.containsKey(absent.get())) {
            throw route.wrong("default", "\"" + absent.get() + "\" is none of " + models.keySet());
        }
        return connector(Models.of(models, absent.orElse(null), providers.values()), providers, secrets);
    }

    private Connector connector(Models models, Map<String, Provider> named, Secrets secrets) {
        return new LlmConnector(models, new ProviderEntrance(models, named), secrets, tokens);
    }

    private static Map<String, Model> models(Fields route, Map<String, Provider> providers) {
        var models = new LinkedHashMap<String, Model>();
        var named = route.fields("models").orElseThrow(() -> route.wrong("models", "is required beside providers"));
        for (var name : named.names()) {
            var fields = named.fields(name).orElseThrow();
            var provider = fields.text("provider");
            var there = providers.get(provider);
            if (there == null) {
                throw fields.wrong("provider", "\"" + provider + "\" is none of " + providers.keySet());
            }
            models.put(name, new Model(name, there, fields.optionalText("as").orElse(name), limit(fields)));
            fields.nothingElse();
        }
        if (models.isEmpty()) {
            throw route.wrong("models", "there is no model");
        }
        return models;
    }

    private static Breaker breaker(String provider, Fields fields) {
        return BreakerFields.read(fields)
                .map(settings -> new Breaker(provider, settings))
                .orElseGet(Breaker::never);
    }

    private static Provider provider(Fields fields, int inFlight, Breaker breaker, Secrets secrets) {
        var url = fields.parsed("url", fields.text("url"), text -> {
            UrlTemplate.of(secrets.now(text));
            return secrets.setting(text);
        });
        var headers = new HashMap<>(fields.texts("headers", secrets::setting));
        fields.optionalText("key")
                .ifPresent(
                        key -> headers.put("Authorization", fields.parsed("key", "Bearer " + key, secrets::setting)));
        return Provider.of(url, headers, inFlight, breaker, timeout(fields), Tls.of(fields));
    }

    private static Optional<Duration> timeout(Fields fields) {
        return fields.value("timeout").map(there -> fields.duration("timeout", Duration.ZERO));
    }

    private static String limit(Fields fields) {
        var limit = fields.optionalText("limit").orElse(ChatRequest.MAX_TOKENS);
        if (!LIMITS.contains(limit)) {
            throw fields.wrong("limit", "\"" + limit + "\" is none of " + LIMITS);
        }
        return limit;
    }
}
