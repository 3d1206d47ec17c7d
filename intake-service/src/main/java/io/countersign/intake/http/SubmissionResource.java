package io.countersign.intake.http;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.submission.Reading;
import io.countersign.intake.submission.Refusal;
import io.countersign.intake.submission.Submission;
import io.countersign.intake.submission.SubmissionReader;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code POST /v1/intents}: hand an intent over, and wait for as much of the answer as the caller wants. */
@Path("/v1/intents")
@Authenticated
@RunOnVirtualThread
class SubmissionResource {
    private final CurrentCaller callers;
    private final SubmissionReader reader;
    private final Handover handover;
    private final WholeIntent whole;
    private final Answers answers;
    private final SecureRandom random;
    private final InstantSource clock;

    SubmissionResource(
            CurrentCaller callers,
            SubmissionReader reader,
            Handover handover,
            WholeIntent whole,
            Answers answers,
            SecureRandom random,
            InstantSource clock) {
        this.callers = callers;
        this.reader = reader;
        this.handover = handover;
        this.whole = whole;
        this.answers = answers;
        this.random = random;
        this.clock = clock;
    }

    @POST
    @Operation(
            operationId = "submit",
            summary = "Hand an intent over",
            description = "Waits for the decision, 2 s at most. A repeat under the same Idempotency-Key answers the "
                    + "present state of the intent that the first one made; without a key, a retry is a new intent.")
    @Parameter(
            name = "Idempotency-Key",
            in = ParameterIn.HEADER,
            description = "1 to 256 printable ASCII characters; the intent's id is derived from it.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 256))
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "respond-async: do not wait for the decision. wait=N (1 to 60): wait for the end.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(responseCode = "200", ref = "#/components/responses/Whole")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Accepted")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
    @APIResponse(responseCode = "429", ref = "#/components/responses/OverBudget")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response submit(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(ref = "#/components/schemas/Submission")))
                    InputStream body,
            @Context HttpHeaders headers,
            @Context RoutingContext request)
            throws IOException, InterruptedException {
        var caller = callers.identify();
        var bytes = Bodies.json(headers, body);
        Presence.watch(request);
        return answer(
                caller,
                reader.read(bytes, Bodies.values(headers, "Idempotency-Key")),
                Patience.read(Bodies.values(headers, "Prefer")));
    }

    private Response answer(Caller caller, Reading reading, Patience patience) throws InterruptedException {
        return switch (reading) {
            case Refusal refusal -> answers.problem(Problem.of(refusal.code(), refusal.detail()));
            case Submission submission -> answer(handover.submit(named(caller, submission), patience));
        };
    }

    private Response answer(Outcome outcome) throws InterruptedException {
        return switch (outcome) {
            case Outcome.Published published ->
                answers.accepted(published.intentId(), IntentState.SUBMITTED, List.of());
            case Outcome.Ended ended -> whole.of(ended);
            case Outcome.Decided decided -> answers.decided(decided.intentId(), decided.decision());
            case Outcome.NotHandedOver why -> answers.notHandedOver(why);
        };
    }

    private NewIntent named(Caller caller, Submission submission) {
        var nonce = new byte[Limits.NONCE_BYTES];
        random.nextBytes(nonce);
        return NewIntent.of(caller, submission, IntentIds::random, nonce, clock.instant());
    }
}
