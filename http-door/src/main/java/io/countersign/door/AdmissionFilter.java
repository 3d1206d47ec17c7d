package io.countersign.door;

import io.countersign.door.admission.Admission;
import io.countersign.door.admission.BodyLength;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
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

    private final Admission admission;
    private final JsonProblems problems;

    AdmissionFilter(Admission admission, JsonProblems problems, MeterRegistry meters) {
        this.admission = admission;
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
            RequestEnd.whenOver(request, answered -> entry.get().close());
            request.next();
        } else {
            problems.answer(Problems.full(), request);
        }
    }

    private static long bodyBytes(HttpServerRequest request) {
        return BodyLength.of(
                request.method().name(),
                request.version() == HttpVersion.HTTP_2,
                request.getHeader(HttpHeaders.CONTENT_LENGTH),
                request.getHeader("Transfer-Encoding"),
                request.getHeader(HttpHeaders.CONTENT_TYPE));
    }
}
