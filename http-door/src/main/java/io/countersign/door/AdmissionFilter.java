package io.countersign.door;

import io.countersign.contract.Limits;
import io.countersign.door.admission.Admission;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses requests that there is no room for, before anything is done for them. Health is always answered: a service that
 * is full is not ill.
 */
@Singleton
final class AdmissionFilter {
    private static final String HEALTH = "/q/health";

    /** Behind the services' request logs, before everything else. */
    private static final int PRIORITY = 900;

    /** One that does not say its length is taken for the largest there may be. */
    private static final String BUNDLE = "application/yaml";

    /** What any other body is taken for that does not say its length. */
    private static final long UNSAID = 64L * 1024;

    private final Admission admission;
    private final JsonProblems problems;

    AdmissionFilter(JsonProblems problems, MeterRegistry meters) {
        this.admission = Admission.ofHeap(Runtime.getRuntime().maxMemory());
        this.problems = problems;
        meters.gauge("countersign.door.used", admission, Admission::used);
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext request) {
        var path = request.request().path();
        if (path != null && path.startsWith(HEALTH)) {
            request.next();
            return;
        }
        var entry = admission.enter(bodyBytes(request.request()));
        if (entry.isPresent()) {
            request.addEndHandler(end -> entry.get().close());
            request.next();
        } else {
            problems.answer(Problems.full(), request);
        }
    }

    private static long unsaid(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, BUNDLE, 0, BUNDLE.length()) ? Limits.BUNDLE_BYTES : UNSAID;
    }

    private static long bodyBytes(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return request.getHeader("Transfer-Encoding") == null ? 0 : unsaid(request);
        }
        try {
            return Math.min(Limits.BUNDLE_BYTES, Long.parseLong(length.strip()));
        } catch (NumberFormatException e) {
            return UNSAID;
        }
    }
}
