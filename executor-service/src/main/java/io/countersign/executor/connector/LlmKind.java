package io.countersign.executor.connector;

import io.countersign.executor.execution.UrlTemplate;
import java.util.HashMap;
import java.util.function.ToLongFunction;

/** Routes that say {@code connector: llm}. */
final class LlmKind implements ConnectorKind {

    private final ToLongFunction<String> tokens;

    LlmKind(ToLongFunction<String> tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "llm";
    }

    @Override
    public Connector connector(Fields route, Secrets secrets) {
        var url = route.parsed("url", route.text("url"), text -> {
            UrlTemplate.of(secrets.now(text));
            return secrets.setting(text);
        });
        var headers = new HashMap<>(route.texts("headers", secrets::setting));
        route.optionalText("key")
                .ifPresent(key -> headers.put("Authorization", route.parsed("key", "Bearer " + key, secrets::setting)));
        var model = route.optionalText("model").orElse(null);
        return new LlmConnector(new LlmConnector.Settings(url, headers, model), secrets, tokens);
    }
}
