package io.countersign.intake.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request's path and method, safe to log and few enough to count by: whatever is not ours counts as other. */
final class Route {
    private static final Set<String> FIXED = Set.of(
            "/v1/intents",
            "/v1/sessions",
            "/v1/actions",
            "/",
            "/sign-in",
            "/sign-in/provider",
            "/sign-in/return",
            "/sign-out",
            "/playground/session",
            "/v1/budgets",
            "/v1/channel",
            "/v1/models",
            "/v1/chat/completions",
            "/mcp",
            "/q/metrics",
            "/openapi");
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE", "HEAD", "OPTIONS");
    private static final Pattern INTENT = Pattern.compile("/v1/intents/[^/]+");
    private static final Pattern EVENTS = Pattern.compile("/v1/intents/[^/]+/events");
    private static final Pattern MODEL = Pattern.compile("/v1/models/[^/]+");
    private static final Pattern SESSION = Pattern.compile("/v1/sessions/[^/]+");
    private static final int SHOWN = 200;

    private Route() {}

    static String of(@Nullable String path) {
        if (path == null) {
            return "other";
        }
        if (FIXED.contains(path)) {
            return path;
        }
        if (INTENT.matcher(path).matches()) {
            return "/v1/intents/{id}";
        }
        if (MODEL.matcher(path).matches()) {
            return "/v1/models/{model}";
        }
        if (SESSION.matcher(path).matches()) {
            return "/v1/sessions/{id}";
        }
        return EVENTS.matcher(path).matches() ? "/v1/intents/{id}/events" : "other";
    }

    static String method(RoutingContext request) {
        var method = request.request().method().name();
        return METHODS.contains(method) ? method : "other";
    }

    /** The path as one word of a log line. */
    static String shown(@Nullable String path) {
        var text = path == null ? "-" : path.replaceAll("[^!-~]", "?");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
