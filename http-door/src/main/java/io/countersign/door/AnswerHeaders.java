package io.countersign.door;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * What is answered is for whoever asked, and for now: no browser and no proxy keeps it, whichever way it came about. What is
 * for everybody, such as a page's files, says so itself; what has an {@code ETag} may be kept, to be asked for again. Events
 * are for when they happen: no proxy gathers them.
 */
@Singleton
final class AnswerHeaders {
    /** Before whoever refuses a request: refusals are not kept either. */
    private static final int PRIORITY = 980;

    /** What nginx heeds, and those that took it over from there. */
    private static final String PROXY_BUFFERING = "X-Accel-Buffering";

    void register(@Observes Filters filters) {
        filters.register(AnswerHeaders::watch, PRIORITY);
    }

    private static void watch(RoutingContext request) {
        request.addHeadersEndHandler(written -> complete(request.response().headers()));
        request.next();
    }

    private static void complete(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
            headers.set(
                    HttpHeaders.CACHE_CONTROL, headers.contains(HttpHeaders.ETAG) ? "private, no-cache" : "no-store");
        }
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith(MediaType.SERVER_SENT_EVENTS)) {
            headers.set(PROXY_BUFFERING, "no");
        }
    }
}
