package io.countersign.intake.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the doors learn about a request, for its line in the log. */
@Singleton
final class RequestFacts {
    private static final String INTENT = "countersign.intent";

    private final CurrentVertxRequest current;

    RequestFacts(CurrentVertxRequest current) {
        this.current = current;
    }

    void intent(String id) {
        var request = current.getCurrent();
        if (request != null) {
            request.put(INTENT, id);
        }
    }

    static @Nullable String intent(RoutingContext request) {
        return request.get(INTENT);
    }
}
