package io.countersign.chaos.doors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Other spellings of paths, by which something might get past whoever looks at paths. */
final class PathTricks {

    private static final List<String> PATHS = List.of(
            "/v1/intents",
            "/v1/intents/00000000-0000-7000-8000-000000000000",
            "/v1/intents/00000000-0000-7000-8000-000000000000/events",
            "/v1/budgets",
            "/v1/actions",
            "/v1/models",
            "/v1/chat/completions",
            "/v1/sessions",
            "/v1/channel",
            "/mcp",
            "/playground/session",
            "/q/metrics");

    private PathTricks() {}

    /** All of them. */
    static List<String> targets() {
        var targets = new ArrayList<String>();
        for (var path : PATHS) {
            int last = path.lastIndexOf('/');
            var parent = path.substring(0, last);
            var name = path.substring(last + 1);
            targets.addAll(List.of(
                    path + ";",
                    path + ";x=y",
                    path + "%3B",
                    path + "%3Bx",
                    path + "/",
                    path + "//",
                    path + "/.",
                    path + "%00",
                    path + "%0d%0aX:y",
                    path + "%20",
                    path + "?",
                    path + "#x",
                    path + "%3F",
                    "/" + path,
                    "//" + path,
                    "/x/.." + path,
                    "/x/%2e%2e" + path,
                    "/q/health/.." + path,
                    "/openapi/%2e%2e" + path,
                    "/." + path,
                    parent + "/x/../" + name,
                    parent + "//" + name,
                    parent + ";x/" + name,
                    parent + "%2F" + name,
                    parent + "%5C" + name,
                    parent + "\\" + name,
                    path.toUpperCase(Locale.ROOT),
                    path.replace("i", "%69"),
                    path.replace("i", "%2569"),
                    "http://127.0.0.1" + path));
            if (last > 0) {
                targets.add(path + "/..");
            }
        }
        return targets;
    }

    /** What a target without a token may be answered: that it is not known who asks, or that there is nothing. */
    static Optional<String> objectionUnknown(Reply reply) {
        return switch (reply.status()) {
            case 400, 401, 404, 405, 406 -> Optional.empty();
            default -> Optional.of("open to whoever has no token");
        };
    }
}
