package io.countersign.door.browser;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a request comes from a page of the service that it was sent to, by what browsers say of it. */
public final class OwnPages {
    private static final Set<String> SITES = Set.of("same-origin", "none");

    private OwnPages() {}

    /** True if the headers, which programs leave out, name no other origin than the address that was called. */
    public static boolean sent(HttpServerRequest request) {
        return isOurs(request.getHeader("Origin"), request.getHeader("Sec-Fetch-Site"), request.authority());
    }

    static boolean isOurs(@Nullable String origin, @Nullable String site, @Nullable HostAndPort called) {
        return (site == null || SITES.contains(site)) && (origin == null || called != null && names(origin, called));
    }

    private static boolean names(String origin, HostAndPort called) {
        try {
            var uri = URI.create(origin);
            var usual = "https".equals(uri.getScheme()) ? 443 : 80;
            return called.host().equalsIgnoreCase(uri.getHost())
                    && port(called.port(), usual) == port(uri.getPort(), usual);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static int port(int port, int usual) {
        return port < 0 ? usual : port;
    }
}
