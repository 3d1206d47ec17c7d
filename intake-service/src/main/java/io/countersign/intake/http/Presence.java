package io.countersign.intake.http;

import io.vertx.ext.web.RoutingContext;

/** Wakes the thread that waits on a client's behalf when the client goes away, so that it waits no longer. */
final class Presence {
    private Presence() {}

    /** To be called by the virtual thread that serves the request, before it waits. */
    static void watch(RoutingContext request) {
        var waiting = Thread.currentThread();
        request.addEndHandler(end -> {
            if (end.failed()) {
                waiting.interrupt();
            }
        });
    }
}
