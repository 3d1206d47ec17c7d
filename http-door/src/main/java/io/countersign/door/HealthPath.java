package io.countersign.door;

import io.vertx.ext.web.RoutingContext;

/** What asks how the service is: it is answered whatever else goes on, and not worth a line. */
public final class HealthPath {
    private static final String PATH = "/q/health";

    private HealthPath() {}

    /** By the path that is answered, not as it is written: {@code /q/health/../v1/intents} is none. */
    public static boolean isAsked(RoutingContext request) {
        var path = request.normalizedPath();
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }
}
