package io.countersign.intake.http;

import io.countersign.contract.Owner;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.door.RequestRoom;
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
    /** Of the room for all requests, what the bodies of one user may take, and those of one tenant. */
    private static final double SHARE_OF_USER = 1.0 / 3;

    private static final double SHARE_OF_TENANT = 2.0 / 3;

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
        return crowding(caller, request)
                .or(() -> limits.take(caller, bytes).map(exceeded -> {
                    if (request != null) {
                        RequestFacts.limited(request, exceeded.limit().name(), caller.key());
                    }
                    return told(exceeded);
                }));
    }

    /** A body takes its room before it has come: whoever lets several wait must not take everybody's. */
    private Optional<Problem> crowding(Owner caller, @Nullable RoutingContext request) {
        if (request == null) {
            return Optional.empty();
        }
        return RequestRoom.of(request).flatMap(room -> {
            if (!room.tryBook(caller.key(), SHARE_OF_USER)) {
                return Optional.of(crowding("user-room", "your", caller, request));
            }
            // No user's key begins like this.
            return room.tryBook("@" + caller.tenant(), SHARE_OF_TENANT)
                    ? Optional.empty()
                    : Optional.of(crowding("tenant-room", "your tenant's", caller, request));
        });
    }

    private Problem crowding(String limit, String whose, Owner caller, RoutingContext request) {
        RequestFacts.limited(request, limit, caller.key());
        count(limit);
        return Problems.crowding(whose);
    }

    /** Bytes of a request that did not say how many it would bring. */
    void charge(Owner caller, long bytes) {
        limits.charge(caller, bytes);
    }

    private Problem told(Exceeded exceeded) {
        var limit = exceeded.limit();
        count(limit.name());
        return Problems.exceeded(
                exceeded,
                "%s: up to %d of them are let in within %d s; come back in %d s"
                        .formatted(
                                limit.name(),
                                limit.quota(),
                                limit.windowSeconds().orElse(1),
                                exceeded.retrySeconds()));
    }

    private void count(String limit) {
        Counter.builder("countersign.intake.limited")
                .description("Requests and messages that exceeded a limit of their caller's")
                .tag("limit", limit)
                .register(meters)
                .increment();
    }
}
