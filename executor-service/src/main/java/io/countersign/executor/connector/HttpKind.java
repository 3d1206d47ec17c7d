package io.countersign.executor.connector;

import io.countersign.contract.Limits;
import io.countersign.executor.execution.BodyTemplate;
import io.countersign.executor.execution.UrlTemplate;
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
                route.texts("headers", secrets::setting),
                body(route, method),
                route.number("responseLimit", Limits.RESULT_BYTES, 1, 16 * 1024 * 1024));
        return new HttpConnector(settings, secrets);
    }

    private static @Nullable BodyTemplate body(Fields route, String method) {
        var body = route.value("body");
        if (body.isPresent()) {
            return route.parsed("body", body.get(), BodyTemplate::of);
        }
        return BODILESS.contains(method) ? null : BodyTemplate.PARAMETERS;
    }
}
