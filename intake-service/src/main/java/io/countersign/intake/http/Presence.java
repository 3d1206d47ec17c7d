package io.countersign.intake.http;

import io.countersign.door.RequestEnd;
import io.vertx.ext.web.RoutingContext;

/** Wakes the thread that waits on a client's behalf when the client goes away, so that it waits no longer. */
final class Presence {
    private static final long EVERY_MILLIS = 200;

    private Presence() {}

    /** To be called by the virtual thread that serves the request, before it waits. */
    static void watch(RoutingContext request) {
        var waiting = Thread.currentThread();
        RequestEnd.whenOver(request, whole -> {
            if (!whole) {
                waiting.interrupt();
            }
        });
    }

    /**
     * The same for a stream, whose end the framework keeps to itself once it is written to: the connection is looked at five
     * times a second. To be called by the thread that tells it, and closed by it.
     */
    static Watch whileTelling(RoutingContext request) {
        var telling = Thread.currentThread();
        var vertx = request.vertx();
        var looking = vertx.setPeriodic(EVERY_MILLIS, timer -> {
            if (request.response().closed()) {
                vertx.cancelTimer(timer);
                telling.interrupt();
            }
        });
        return () -> vertx.cancelTimer(looking);
    }

    /** Somebody looks whether the client is there. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
