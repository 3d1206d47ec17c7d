package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.door.CurrentCaller;
import io.countersign.door.People;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.NewSession;
import io.countersign.intake.submission.SessionReader;
import io.countersign.intake.submission.SessionReading;
import io.countersign.intake.submission.SessionRequest;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /v1/sessions}: a user says what a task may do, and ends that again. Agents do neither. */
@Path("/v1/sessions")
@Authenticated
@RunOnVirtualThread
class SessionResource {
    private final CurrentCaller callers;
    private final Handover handover;
    private final Answers answers;
    private final People people;

    SessionResource(CurrentCaller callers, Handover handover, Answers answers, People people) {
        this.callers = callers;
        this.handover = handover;
        this.answers = answers;
        this.people = people;
    }

    @POST
    @Operation(
            operationId = "openSession",
            summary = "Open a session for a task",
            description = "Only people's own clients may. A repeat under the same Idempotency-Key opens no other one.")
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "1 to 256 printable ASCII characters; the session's id is derived from it.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 256))
    @APIResponse(responseCode = "201", ref = "#/components/responses/Opened")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/NotForAgents")
    @APIResponse(responseCode = "409", ref = "#/components/responses/Ended")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "#/components/responses/NotOpened")
    @APIResponse(responseCode = "429", ref = "#/components/responses/TooManySessions")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response open(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(ref = "#/components/schemas/SessionRequest")))
                    InputStream body,
            @Context HttpHeaders headers,
            @Context RoutingContext request)
            throws IOException, InterruptedException {
        var caller = callers.identify();
        var objection = objection(caller);
        if (objection.isPresent()) {
            return answers.problem(objection.get());
        }
        var bytes = Bodies.json(headers, body);
        Presence.watch(request);
        return open(caller, SessionReader.read(bytes, Bodies.values(headers, "Idempotency-Key")));
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "endSession", summary = "End one of the caller's own sessions at once")
    @Parameter(ref = "#/components/parameters/Session")
    @APIResponse(responseCode = "204", description = "It has ended, and no intent runs in it any more.")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/NotForAgents")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "429", ref = "#/components/responses/RateLimited")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response end(@Parameter(hidden = true) @PathParam("id") String id, @Context RoutingContext request)
            throws InterruptedException {
        var caller = callers.identify();
        var objection = objection(caller);
        if (objection.isPresent()) {
            return answers.problem(objection.get());
        }
        if (!IntentIds.isValid(id)) {
            return answers.problem(Problem.of(Code.NOT_FOUND, "there is no such session"));
        }
        Presence.watch(request);
        return answer(handover.end(caller, id), () -> Response.noContent().build());
    }

    private Response open(Caller caller, SessionReading reading) throws InterruptedException {
        return switch (reading) {
            case SessionReading.Unusable(var refusal) -> answers.problem(Problem.of(refusal.code(), refusal.detail()));
            case SessionRequest request -> {
                var session = NewSession.of(caller, request, IntentIds::random);
                yield answer(handover.open(session), () -> opened(session));
            }
        };
    }

    /** Whoever has not been told does not know: a session is only told of once the broker has it. */
    private Response answer(Outcome outcome, Supplier<Response> accepted) {
        return switch (outcome) {
            case Outcome.Decided decided when decided.decision().accepted() -> accepted.get();
            case Outcome.Decided decided -> answers.refused(decided.decision());
            case Outcome.Published ignored ->
                answers.problem(Problems.away("the broker has not confirmed it in time; a repeat under the same"
                        + " Idempotency-Key cannot do it twice"));
            case Outcome.Ended ended -> throw new IllegalStateException("a session is no intent: " + ended);
            case Outcome.NotHandedOver why -> answers.notHandedOver(why);
        };
    }

    private static Response opened(NewSession session) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .entity(Map.of("session", session.id()))
                .build();
    }

    private Optional<Problem> objection(Caller caller) {
        return people.include(caller)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Code.NOT_GRANTED,
                        "sessions are their users' to open and to end, and the client \"" + caller.agent()
                                + "\" is an agent"));
    }
}
