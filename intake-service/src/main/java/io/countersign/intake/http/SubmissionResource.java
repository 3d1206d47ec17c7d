package io.countersign.intake.http;

import io.countersign.door.CurrentCaller;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.submission.SubmissionReader;
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
    private final Submissions submissions;

    SubmissionResource(CurrentCaller callers, SubmissionReader reader, Submissions submissions) {
        this.callers = callers;
        this.reader = reader;
        this.submissions = submissions;
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
        return submissions.submit(
                caller,
                reader.read(bytes, Bodies.values(headers, "Idempotency-Key")),
                Patience.read(Bodies.values(headers, "Prefer")));
    }
}
