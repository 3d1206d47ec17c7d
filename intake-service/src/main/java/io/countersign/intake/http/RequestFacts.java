package io.countersign.intake.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the doors learn about a request, for its line in the log and its place in the metrics. */
@Singleton
final class RequestFacts {
    private static final String INTENT = "countersign.intent";
    private static final String CODE = "countersign.code";

    private final CurrentVertxRequest current;

    RequestFacts(CurrentVertxRequest current) {
        this.current = current;
    }

    void intent(String id) {
        put(INTENT, id);
    }

    void code(String code) {
        put(CODE, code);
    }

    static @Nullable String intent(RoutingContext request) {
        return request.get(INTENT);
    }

    static @Nullable String code(RoutingContext request) {
        return request.get(CODE);
    }

    private void put(String fact, String value) {
        var request = current.getCurrent();
        if (request != null) {
            request.put(fact, value);
        }
    }
}
