package io.countersign.door.browser;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * A request with an Authorization header is judged by that alone: its cookies are taken away before anybody looks at
 * them. So no request is authenticated by its session and passes for one with a token of its own.
 */
@Singleton
public final class OneIdentity {
    /** Before everything that reads cookies. */
    private static final int PRIORITY = 2_000;

    void register(@Observes Filters filters) {
        filters.register(OneIdentity::dropSession, PRIORITY);
    }

    private static void dropSession(RoutingContext request) {
        var headers = request.request().headers();
        if (headers.contains(HttpHeaders.AUTHORIZATION)) {
            headers.remove(HttpHeaders.COOKIE);
        }
        request.next();
    }
}
