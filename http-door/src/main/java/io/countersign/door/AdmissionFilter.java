package io.countersign.door;

import io.countersign.door.admission.Admission;
import io.countersign.door.admission.BodyLength;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses requests that there is no room for, before anything is done for them. Health is always answered: a service that
 * is full is not ill.
 */
@Singleton
final class AdmissionFilter {
    /** Behind the services' request logs, before everything else. */
    private static final int PRIORITY = 900;

    private final Admission admission;
    private final JsonProblems problems;
    private final BodyLength lengths;

    /** @param wall beyond which the framework refuses a body: it would do so past us, and the request would never end */
    AdmissionFilter(
            Admission admission,
            JsonProblems problems,
            MeterRegistry meters,
            DoorConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M") MemorySize wall) {
        this.admission = admission;
        this.problems = problems;
        this.lengths = new BodyLength(
                config.largestBody().asLongValue(), config.largestForm().asLongValue(), wall.asLongValue());
        meters.gauge("countersign.door.used", admission, Admission::used);
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext request) {
        if (HealthPath.isAsked(request)) {
            request.next();
            return;
        }
        var most = lengths.exceeded(
                request.request().getHeader(HttpHeaders.CONTENT_LENGTH),
                request.request().getHeader(HttpHeaders.CONTENT_TYPE));
        if (most.isPresent()) {
            refuse(Problems.tooLarge(most.getAsLong()), request);
            return;
        }
        var entry = admission.enter(bodyBytes(request.request()));
        if (entry.isPresent()) {
            RequestRoom.give(request, entry.get());
            request.next();
        } else {
            problems.answer(Problems.full(), request);
        }
    }

    /** Nobody reads what comes: a connection that cannot be used for another request before is closed. */
    private void refuse(Problem problem, RoutingContext request) {
        if (request.request().version() != HttpVersion.HTTP_2) {
            request.addEndHandler(end -> request.request().connection().close());
        }
        problems.answer(problem, request);
    }

    private long bodyBytes(HttpServerRequest request) {
        return lengths.of(
                request.method().name(),
                request.version() == HttpVersion.HTTP_2,
                request.getHeader(HttpHeaders.CONTENT_LENGTH),
                request.getHeader("Transfer-Encoding"),
                request.getHeader(HttpHeaders.CONTENT_TYPE));
    }
}
