package io.countersign.intake.http;

import io.countersign.door.HealthPath;
import io.countersign.door.RequestEnd;
import io.countersign.intake.waiting.WaitingRoom;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One line in the log and one count in the metrics for every request, whoever answers it. */
@Singleton
final class RequestLog {
    private static final Logger LOG = Logger.getLogger(RequestLog.class);
    private static final int BEFORE_EVERYTHING = 1000;

    /** Switching Protocols: the request became a WebSocket. */
    private static final int SWITCHED = 101;

    private final MeterRegistry meters;

    RequestLog(MeterRegistry meters, WaitingRoom room) {
        this.meters = meters;
        meters.gauge("countersign.intake.waiting", room, WaitingRoom::taken);
    }

    void register(@Observes Filters filters) {
        filters.register(this::observe, BEFORE_EVERYTHING);
    }

    private void observe(RoutingContext request) {
        var since = System.nanoTime();
        var trace = Span.current().getSpanContext().getTraceId();
        RequestEnd.whenOver(request, answered -> record(request, since, trace, answered));
        request.next();
    }

    private void record(RoutingContext request, long since, String trace, boolean answered) {
        if (HealthPath.isAsked(request)) {
            return;
        }
        var path = request.request().path();
        var nanos = System.nanoTime() - since;
        var status =
                ChannelSockets.isOpen(request) ? SWITCHED : request.response().getStatusCode();
        var code = answered ? RequestFacts.code(request) : "GONE";
        Timer.builder("countersign.intake.requests")
                .description("Requests by what came of them")
                .tag("method", Route.method(request))
                .tag("route", Route.of(path))
                .tag("status", String.valueOf(status))
                .tag("code", code == null ? "" : code)
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
        LOG.infof(
                "request method=%s path=%s status=%d code=%s intent=%s trace=%s millis=%d%s",
                request.request().method(),
                Route.shown(path),
                status,
                code,
                RequestFacts.intent(request),
                trace,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                RequestFacts.limit(request));
    }
}
