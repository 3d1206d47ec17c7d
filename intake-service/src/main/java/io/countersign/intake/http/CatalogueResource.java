package io.countersign.intake.http;

import io.countersign.door.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

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
    @Operation(operationId = "actions", summary = "What the caller may do, without a session or in one")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Actions")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/SessionUnknown")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response actions(
            @Parameter(description = "A session of the caller's: what may be done in it.")
                    @QueryParam("session")
                    @Nullable
                    String session)
            throws InterruptedException {
        return of("/v1/actions" + new QueryText().add("session", session));
    }

    @GET
    @Path("/budgets")
    @Operation(operationId = "budgets", summary = "How much of what the caller may do is left")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Budgets")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response budgets() throws InterruptedException {
        return of("/v1/budgets");
    }

    private Response of(String path) throws InterruptedException {
        callers.identify();
        return answers.found(policyStream.get(path, callers.token()));
    }
}
