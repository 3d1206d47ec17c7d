package io.countersign.console.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Refuses writes that a browser says come from another site's page, whatever tokens they carry. */
final class ForeignWrites {
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    private final ProblemAnswers answers;

    ForeignWrites(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerRequestFilter
    @Nullable
    Response refuse(ContainerRequestContext request, RoutingContext routing) {
        return !Writes.isWrite(request.getMethod())
                        || isOurs(
                                request.getHeaderString("Origin"),
                                request.getHeaderString("Sec-Fetch-Site"),
                                routing.request().authority())
                ? null
                : answers.answer(Problem.of(Code.FORBIDDEN, "writes come from the desk's own pages"));
    }

    /** True if the headers, which programs leave out, name no other origin than the address that was called. */
    static boolean isOurs(@Nullable String origin, @Nullable String site, @Nullable HostAndPort called) {
        return (site == null || OWN_PAGES.contains(site))
                && (origin == null || called != null && names(origin, called));
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
