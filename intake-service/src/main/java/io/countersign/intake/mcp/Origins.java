package io.countersign.intake.mcp;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which pages' scripts may talk to the door. A page whose host's name is made to mean this machine cannot: what it sends as
 * {@code Origin} is still its own name.
 */
public record Origins(Set<String> allowed) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public Origins {
        allowed = Set.copyOf(allowed);
    }

    /** Whether that is a page of this machine's own, whatever its port, or one of those that are allowed by name. */
    public boolean allows(String origin) {
        return allowed.contains(origin) || isLoopback(origin);
    }

    private static boolean isLoopback(String origin) {
        try {
            var uri = URI.create(origin);
            var scheme = uri.getScheme();
            var host = uri.getHost();
            return ("http".equals(scheme) || "https".equals(scheme))
                    && host != null
                    && LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }
}
