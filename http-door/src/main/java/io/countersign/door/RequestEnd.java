package io.countersign.door;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells when a request is over. One that has become a WebSocket has a response that never ends: whoever took it over says
 * when it is.
 */
public final class RequestEnd {
    private static final String ENDS = "countersign.ends";

    private RequestEnd() {}

    /** Calls back once, with whether the answer went out whole. */
    public static void whenOver(RoutingContext request, Consumer<Boolean> callback) {
        var once = once(callback);
        List<Consumer<Boolean>> ends = request.get(ENDS);
        if (ends == null) {
            ends = new CopyOnWriteArrayList<>();
            request.put(ENDS, ends);
        }
        ends.add(once);
        request.addEndHandler(end -> once.accept(end.succeeded()));
        if (request.response().closed()) {
            // Who has left already ends nothing any more.
            once.accept(false);
        }
    }

    /** What the request has become is over. */
    public static void over(RoutingContext request) {
        List<Consumer<Boolean>> ends = request.get(ENDS);
        if (ends != null) {
            ends.forEach(end -> end.accept(true));
        }
    }

    private static Consumer<Boolean> once(Consumer<Boolean> callback) {
        var called = new AtomicBoolean();
        return succeeded -> {
            if (called.compareAndSet(false, true)) {
                callback.accept(succeeded);
            }
        };
    }
}
