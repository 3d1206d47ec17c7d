package io.countersign.intake.http;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code /v1/actions} and {@code /v1/budgets}: what the caller may do, and how much of it. */
@Path("/v1")
@Authenticated
@RunOnVirtualThread
class CatalogueResource {
    private final CurrentCaller callers;
    private final PolicyStream policyStream;
    private final Answers answers;

    CatalogueResource(CurrentCaller callers, PolicyStream policyStream, Answers answers) {
        this.callers = callers;
        this.policyStream = policyStream;
        this.answers = answers;
    }

    @GET
    @Path("/actions")
    public Response actions() throws InterruptedException {
        return of("/v1/actions");
    }

    @GET
    @Path("/budgets")
    public Response budgets() throws InterruptedException {
        return of("/v1/budgets");
    }

    private Response of(String path) throws InterruptedException {
        callers.identify();
        return answers.found(policyStream.get(path, callers.token()));
    }
}
