package io.countersign.intake.http;

import io.countersign.contract.IntentIds;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/intents}: see what became of one's own intents, and cancel one. */
@Path("/v1/intents")
@Authenticated
@RunOnVirtualThread
class IntentResource {
    private final CurrentCaller callers;
    private final Handover handover;
    private final PolicyStream policyStream;
    private final PromisedVersions promised;
    private final Answers answers;

    IntentResource(
            CurrentCaller callers,
            Handover handover,
            PolicyStream policyStream,
            PromisedVersions promised,
            Answers answers) {
        this.callers = callers;
        this.handover = handover;
        this.policyStream = policyStream;
        this.promised = promised;
        this.answers = answers;
    }

    @GET
    @Path("/{id}")
    public Response intent(@PathParam("id") String id) throws InterruptedException {
        var caller = callers.identify();
        if (!IntentIds.isValid(id)) {
            return answers.problem(Problems.noSuchIntent());
        }
        var version = promised.of(caller.owner().key(), id);
        return answers.found(policyStream.intent(id, version, callers.token()));
    }

    @GET
    public Response intents(
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit)
            throws InterruptedException {
        callers.identify();
        var query = new QueryText().add("state", state).add("cursor", cursor).add("limit", limit);
        return answers.found(policyStream.get("/v1/intents" + query, callers.token()));
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("id") String id, @Context RoutingContext request) throws InterruptedException {
        var caller = callers.identify();
        if (!IntentIds.isValid(id)) {
            return answers.problem(Problems.noSuchIntent());
        }
        Presence.watch(request);
        return switch (handover.cancel(caller, id)) {
            case Outcome.Published published -> answers.accepted(id, null, List.of());
            case Outcome.Ended ended -> answers.accepted(id, ended.state(), List.of());
            case Outcome.Decided decided -> answers.decided(id, decided.decision());
            case Outcome.NotHandedOver why -> answers.notHandedOver(why);
        };
    }
}
