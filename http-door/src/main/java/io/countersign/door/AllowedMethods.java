package io.countersign.door;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Which methods a path has. Quarkus REST looks a request up by class, method and path, in this order: so it refuses
 * another method before it knows what the path has, without the {@code Allow} that RFC 9110 (15.5.6) demands, and
 * answers {@code OPTIONS} with all that the class has, at whatever path.
 */
final class AllowedMethods {
    private AllowedMethods() {}

    /** The methods of the current request's path, HEAD and OPTIONS with them; empty if nothing is there. */
    static SortedSet<String> at(ContainerRequestContext context) {
        var methods = new TreeSet<String>();
        var request = request(context);
        var path = request.getPathWithoutPrefix();
        var classes = new RequestMapper<>(request.getDeployment().getClassMappers());
        for (var match = classes.map(path); match != null; match = classes.continueMatching(path, match)) {
            var remaining = match.remaining.isEmpty() ? "/" : match.remaining;
            routing(match.value).ifPresent(routing -> addAll(routing, remaining, methods));
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    private static ResteasyReactiveRequestContext request(ContainerRequestContext context) {
        return (ResteasyReactiveRequestContext)
                ((ResteasyReactiveContainerRequestContext) context).getServerRequestContext();
    }

    private static Optional<ClassRoutingHandler> routing(InitialMatch match) {
        return match.handlers.length > 0 && match.handlers[0] instanceof ClassRoutingHandler routing
                ? Optional.of(routing)
                : Optional.empty();
    }

    /** A method without a name is that of a locator of sub-resources: Countersign has none. */
    private static void addAll(ClassRoutingHandler routing, String path, SortedSet<String> methods) {
        routing.getMappers().forEach((method, paths) -> {
            if (method != null && paths.map(path) != null) {
                methods.add(method);
            }
        });
    }
}
