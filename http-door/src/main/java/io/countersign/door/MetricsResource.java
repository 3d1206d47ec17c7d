package io.countersign.door;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /q/metrics}, for whoever has a token: a resource of ours, because paths are not protected by rules on paths. */
@Path("/q/metrics")
@Authenticated
@RunOnVirtualThread
public class MetricsResource {
    private final PrometheusMeterRegistry registry;

    MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Makes the registry that is read here. */
    static final class Registry {
        @Produces
        @Singleton
        PrometheusMeterRegistry prometheus() {
            return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        }
    }

    @GET
    public Response metrics() {
        return Response.ok(registry.scrape(), "text/plain; version=0.0.4; charset=utf-8")
                .build();
    }
}
