package io.countersign.intake.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** {@code /q/metrics}, for whoever has a token: a resource of ours, because paths are not protected by rules on paths. */
@Path("/q/metrics")
@Authenticated
@RunOnVirtualThread
class MetricsResource {
    private final PrometheusMeterRegistry registry;

    MetricsResource(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Operation(hidden = true)
    public Response metrics() {
        return Response.ok(registry.scrape(), "text/plain; version=0.0.4; charset=utf-8")
                .build();
    }
}
