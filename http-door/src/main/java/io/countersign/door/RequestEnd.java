package io.countersign.door;

import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a request is over. One that has become a WebSocket has a response that never ends: whoever took it over says
 * when it is.
 */
public final class RequestEnd {
    private static final String END = "countersign.end";

    private RequestEnd() {}

    /** Calls back once, with whether the answer went out whole; at once if the request is over already. */
    public static void whenOver(RoutingContext request, Consumer<Boolean> callback) {
        End known = request.get(END);
        var end = known == null ? begin(request) : known;
        end.call(callback);
        if (request.response().closed()) {
            // Who has left already ends nothing any more.
            end.come(false);
        }
    }

    /** What the request has become is over. */
    public static void over(RoutingContext request) {
        End end = request.get(END);
        if (end != null) {
            end.come(true);
        }
    }

    private static End begin(RoutingContext request) {
        var end = new End();
        request.put(END, end);
        // Who resets the connection is told of here before the response calls itself closed, and never again.
        request.addEndHandler(ended -> end.come(ended.succeeded()));
        return end;
    }

    /** The end of one request, for all who wait for it. */
    private static final class End {
        private final List<Consumer<Boolean>> waiting = new ArrayList<>();
        private @Nullable Boolean whole;

        void call(Consumer<Boolean> callback) {
            boolean how;
            synchronized (this) {
                if (whole == null) {
                    waiting.add(callback);
                    return;
                }
                how = whole;
            }
            callback.accept(how);
        }

        void come(boolean how) {
            List<Consumer<Boolean>> all;
            synchronized (this) {
                if (whole != null) {
                    return;
                }
                whole = how;
                all = List.copyOf(waiting);
            }
            all.forEach(callback -> callback.accept(how));
        }
    }
}
