package io.countersign.intake.http;

import io.countersign.contract.Owner;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.door.admission.CallerLimits;
import io.countersign.door.admission.Exceeded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a caller's requests and messages in, as many as its limits allow, and tells of those that it keeps out. */
@Singleton
final class CallerAdmission {
    private final CallerLimits limits;
    private final MeterRegistry meters;

    CallerAdmission(CallerLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.meters = meters;
        meters.gauge("countersign.intake.callers", limits, CallerLimits::remembered);
    }

    /**
     * Why a request or message is kept out; empty if it is let in.
     *
     * @param bytes that it brings
     * @param request whose line in the log tells of it; null for what has none
     */
    Optional<Problem> objection(Owner caller, long bytes, @Nullable RoutingContext request) {
        return limits.take(caller, bytes).map(exceeded -> {
            if (request != null) {
                RequestFacts.limited(request, exceeded.limit().name(), caller.key());
            }
            return told(exceeded);
        });
    }

    /** Bytes of a request that did not say how many it would bring. */
    void charge(Owner caller, long bytes) {
        limits.charge(caller, bytes);
    }

    private Problem told(Exceeded exceeded) {
        var limit = exceeded.limit();
        Counter.builder("countersign.intake.limited")
                .description("Requests and messages that exceeded a limit of their caller's")
                .tag("limit", limit.name())
                .register(meters)
                .increment();
        return Problems.exceeded(
                exceeded,
                "%s: up to %d of them are let in within %d s; come back in %d s"
                        .formatted(
                                limit.name(),
                                limit.quota(),
                                limit.windowSeconds().orElse(1),
                                exceeded.retrySeconds()));
    }
}
