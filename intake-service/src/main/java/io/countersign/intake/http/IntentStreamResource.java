package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.countersign.door.RequestEnd;
import io.countersign.intake.channel.Frame;
import io.countersign.intake.channel.IntentCursor;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/intents/{id}/events}: one intent as server-sent events. */
@Path("/v1/intents")
@Authenticated
@RunOnVirtualThread
class IntentStreamResource {
    private final CurrentCaller callers;
    private final IntentStreams streams;
    private final Answers answers;

    IntentStreamResource(CurrentCaller callers, IntentStreams streams, Answers answers) {
        this.callers = callers;
        this.streams = streams;
        this.answers = answers;
    }

    @GET
    @Path("/{id}/events")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "events",
            summary = "One intent as server-sent events",
            description = "state: the intent, once for each version that it reaches; chunk: a piece of its output, in"
                    + " order; restart: another run begins, what was shown of the one before does not count; gone: pieces"
                    + " cannot be had any more, the state tells the whole result; end: nothing follows. The stream closes"
                    + " without an end when the token is over; Last-Event-ID resumes it.")
    @Parameter(ref = "#/components/parameters/Id")
    @APIResponse(
            responseCode = "200",
            description = "Events state, chunk, restart, gone and end.",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "204", description = "Last-Event-ID is that of the end: do not come back.")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "429", ref = "#/components/responses/OverBudget")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Multi<OutboundSseEvent> events(
            @Parameter(hidden = true) @PathParam("id") String id,
            @Parameter(description = "The id of the last event that was seen.") @HeaderParam("Last-Event-ID") @Nullable
                    String lastEventId,
            @Context Sse sse,
            @Context RoutingContext request)
            throws InterruptedException {
        var caller = callers.identify();
        if (!IntentIds.isValid(id)) {
            throw instead(answers.problem(Answers.noSuchIntent()));
        }
        var cursor = lastEventId == null || lastEventId.isEmpty()
                ? IntentCursor.START
                : IntentCursor.parse(caller.owner().contentKey(id), lastEventId)
                        .orElseThrow(() -> instead(answers.problem(
                                Problem.of(Code.MALFORMED, "Last-Event-ID is not one that this stream has given"))));
        if (cursor.ended()) {
            // To a browser's EventSource this says: do not come back.
            throw instead(Response.noContent().build());
        }
        return switch (streams.open(
                new IntentStreams.Listening(caller.owner(), callers.token(), callers.until()), id, cursor)) {
            case Opening.Opened(var frames, var leave) -> {
                if (request.request().method().equals(HttpMethod.HEAD)) {
                    leave.run();
                    throw instead(head());
                }
                RequestEnd.whenOver(request, whole -> leave.run());
                yield frames.map(frame -> event(sse, frame));
            }
            case Opening.Refused refused -> throw instead(answers.problem(refused.problem()));
        };
    }

    /** What a stream begins with, for whoever wants to know no more. */
    private static Response head() {
        return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }

    private static OutboundSseEvent event(Sse sse, Frame frame) {
        var outbound = sse.newEventBuilder();
        if (frame.cursor() == null || frame.name() == null || frame.data() == null) {
            return outbound.comment("").build();
        }
        return outbound.id(frame.cursor())
                .name(frame.name())
                .data(String.class, frame.data())
                .build();
    }

    private static WebApplicationException instead(Response response) {
        return new WebApplicationException(response);
    }
}
