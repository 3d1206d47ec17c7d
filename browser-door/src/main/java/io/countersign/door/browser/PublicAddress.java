package io.countersign.door.browser;

import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers find the pages: as it was set, because whoever sends a request may say any {@code Host}. Where nothing was
 * set, a request's own word is taken if it names this machine or the host that the service is bound to.
 */
@Singleton
class PublicAddress {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private final Optional<URI> set;
    private final String bound;

    PublicAddress(BrowserConfig config) {
        this.set = config.address().map(PublicAddress::parse);
        this.bound = config.host();
    }

    /** An {@link IllegalStateException} if it is none, for the start of the service. */
    static URI parse(String text) {
        try {
            var address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            var scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null
                    && (scheme.equals("https") || scheme.equals("http"))
                    && address.toString().equals(scheme + "://" + address.getAuthority())
                    && address.getUserInfo() == null) {
                return address;
            }
        } catch (IllegalArgumentException noAddress) {
            // Said below.
        }
        throw new IllegalStateException(
                "the public address has to be one like https://desk.example.com, without a path, and is " + text);
    }

    /** The address of a path of ours; a {@link ProblemException} if the request calls us by a name that is not ours. */
    URI of(HttpServerRequest request, String path) {
        if (set.isPresent()) {
            return URI.create(set.get() + path);
        }
        var called = request.authority();
        if (called == null || !isOurs(called)) {
            throw new ProblemException(Problems.malformed(
                    "This service does not know itself by the name that it was called by: its public address is to be"
                            + " set, or it is to be called by the host that it is bound to."));
        }
        return URI.create(request.scheme() + "://" + called + path);
    }

    /** Whether browsers come by TLS, as far as is known: a proxy in front may end it. */
    boolean isSecure(HttpServerRequest request) {
        return "https".equals(set.map(URI::getScheme).orElseGet(request::scheme));
    }

    /** Whether that is a name of this very machine. */
    static boolean isLoopback(@Nullable HostAndPort called) {
        return called != null && LOOPBACK.contains(called.host());
    }

    private boolean isOurs(HostAndPort called) {
        return isLoopback(called) || bound.equalsIgnoreCase(called.host());
    }
}
