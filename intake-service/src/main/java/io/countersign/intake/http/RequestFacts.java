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
    private static final String LIMIT = "countersign.limit";
    private static final String OWNER = "countersign.owner";

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

    /** Which limit it would have exceeded, and whose. */
    static void limited(RoutingContext request, String limit, String ownerKey) {
        request.put(LIMIT, limit);
        request.put(OWNER, ownerKey);
    }

    static @Nullable String intent(RoutingContext request) {
        return request.get(INTENT);
    }

    /** As more of the line; empty if no limit was exceeded. */
    static String limit(RoutingContext request) {
        String limit = request.get(LIMIT);
        String owner = request.get(OWNER);
        return limit == null ? "" : " limit=" + limit + " owner=" + owner;
    }
}
