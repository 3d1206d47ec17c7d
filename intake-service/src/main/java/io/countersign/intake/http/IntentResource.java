package io.countersign.intake.http;

import io.countersign.contract.IntentIds;
import io.countersign.door.CurrentCaller;
import io.countersign.intake.waiting.PromisedVersions;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/intents}: see what became of one's own intents, and cancel one. */
@Path("/v1/intents")
@Authenticated
@RunOnVirtualThread
class IntentResource {
    private final CurrentCaller callers;
    private final Submissions submissions;
    private final PolicyStream policyStream;
    private final PromisedVersions promised;
    private final Answers answers;

    IntentResource(
            CurrentCaller callers,
            Submissions submissions,
            PolicyStream policyStream,
            PromisedVersions promised,
            Answers answers) {
        this.callers = callers;
        this.submissions = submissions;
        this.policyStream = policyStream;
        this.promised = promised;
        this.answers = answers;
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "intent", summary = "What became of one of the caller's own intents")
    @Parameter(ref = "#/components/parameters/Id")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Whole")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response intent(@Parameter(hidden = true) @PathParam("id") String id) throws InterruptedException {
        var caller = callers.identify();
        if (!IntentIds.isValid(id)) {
            return answers.problem(Answers.noSuchIntent());
        }
        var version = promised.of(caller.owner().key(), id);
        return answers.found(policyStream.intent(id, version, callers.token()));
    }

    @GET
    @Operation(operationId = "intents", summary = "The caller's own intents, newest first")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Intents")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response intents(
            @Parameter(description = "Only those in this state.", schema = @Schema(ref = "#/components/schemas/State"))
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "Where the page before this one ended.") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "How many at most.", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit)
            throws InterruptedException {
        callers.identify();
        var query = new QueryText().add("state", state).add("cursor", cursor).add("limit", limit);
        return answers.found(policyStream.get("/v1/intents" + query, callers.token()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "cancel", summary = "End an intent early, if it has not ended")
    @Parameter(ref = "#/components/parameters/Id")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Accepted")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "409", ref = "#/components/responses/Ended")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response cancel(@Parameter(hidden = true) @PathParam("id") String id, @Context RoutingContext request)
            throws InterruptedException {
        var caller = callers.identify();
        Presence.watch(request);
        return submissions.cancel(caller, id);
    }
}
