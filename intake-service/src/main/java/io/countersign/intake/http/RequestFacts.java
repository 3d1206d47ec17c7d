package io.countersign.intake.http;

import io.countersign.door.JsonProblems;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the doors learn about a request, for its line in the log. */
@Singleton
final class RequestFacts {
    private static final String INTENT = "countersign.intent";
    private static final String CODE = "countersign.refused";

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

    /** Why it is refused in an answer that is no problem by its status. */
    void refused(String code) {
        var request = current.getCurrent();
        if (request != null) {
            request.put(CODE, code);
        }
    }

    /** The code of what the request was refused with, whatever the status of its answer. */
    static @Nullable String code(RoutingContext request) {
        var code = JsonProblems.code(request);
        return code == null ? request.get(CODE) : code;
    }

    static @Nullable String intent(RoutingContext request) {
        return request.get(INTENT);
    }
}
