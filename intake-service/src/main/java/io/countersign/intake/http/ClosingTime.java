package io.countersign.intake.http;

import io.countersign.door.HealthPath;
import io.countersign.door.JsonProblems;
import io.countersign.door.Problems;
import io.countersign.door.RequestEnd;
import io.countersign.intake.waiting.Drain;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Lets requests in until the process is told to end, and then holds up everything else that ends, the way to the broker
 * above all, until those that are inside have their answers. Health is always answered.
 */
@Singleton
final class ClosingTime {
    private static final Logger LOG = Logger.getLogger(ClosingTime.class);

    /** Behind the request log, before anything is done for a request. */
    private static final int PRIORITY = 950;

    private final Drain drain;
    private final JsonProblems problems;

    ClosingTime(Drain drain, JsonProblems problems) {
        this.drain = drain;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext request) {
        if (HealthPath.isAsked(request)) {
            request.next();
            return;
        }
        var stay = drain.enter(() -> hasLeft(request));
        if (stay.isPresent()) {
            RequestEnd.whenOver(request, whole -> stay.get().close());
            request.next();
        } else {
            problems.answer(Problems.goingAway(), request);
        }
    }

    /** Of a channel the response says nothing: it tells itself when it is over. */
    private static boolean hasLeft(RoutingContext request) {
        return request.response().closed() && !ChannelSockets.isOpen(request);
    }

    /** The server ends connections of HTTP/1.1 before the event of the shutdown itself: this one comes before both. */
    void end(@Observes ShutdownDelayInitiatedEvent ending) throws InterruptedException {
        var since = System.nanoTime();
        var inside = drain.inside();
        var left = drain.run();
        LOG.infof(
                "the doors are closed inside=%d cutOff=%d millis=%d",
                inside, left, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }
}
