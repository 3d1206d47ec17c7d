package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.intake.mcp.Envelope;
import io.countersign.intake.mcp.EnvelopeReader;
import io.countersign.intake.mcp.Origins;
import io.countersign.intake.mcp.RpcMessage;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /mcp}: the Model Context Protocol over streamable HTTP. */
@Path(McpResource.PATH)
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "401", ref = "#/components/responses/RpcUnauthenticated")
@APIResponse(responseCode = "403", ref = "#/components/responses/RpcForbidden")
@APIResponse(responseCode = "406", ref = "#/components/responses/RpcNotAcceptable")
@APIResponse(responseCode = "429", ref = "#/components/responses/RpcRateLimited")
@APIResponse(responseCode = "503", ref = "#/components/responses/RpcAway")
class McpResource {
    static final String PATH = "/mcp";

    /** The header by which a client of the older revisions tells its calls from those of others. */
    static final String CONVERSATION = "Mcp-Session-Id";

    private static final int BAD_REQUEST = 400;

    private final CurrentCaller callers;
    private final Origins origins;
    private final McpDoor door;
    private final ToolListStream changes;
    private final RpcAnswers answers;

    McpResource(CurrentCaller callers, Origins origins, McpDoor door, ToolListStream changes, RpcAnswers answers) {
        this.callers = callers;
        this.origins = origins;
        this.door = door;
        this.changes = changes;
        this.answers = answers;
    }

    @POST
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            operationId = "mcp",
            summary = "A message of the Model Context Protocol",
            description =
                    "Each action that the caller may use is a tool. A call is an intent: it is waited for, 50 s at"
                            + " most, and then answered with its id and state. What is refused or has failed is a result that is"
                            + " an error; whoever goes away cancels. Errors have JSON-RPC's shape.")
    @APIResponse(
            responseCode = "200",
            description = "A response of JSON-RPC 2.0, or events that end with one.",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "202", description = "The message wanted no answer.")
    @APIResponse(responseCode = "400", ref = "#/components/responses/RpcMalformed")
    @APIResponse(responseCode = "404", ref = "#/components/responses/RpcNoMethod")
    @APIResponse(responseCode = "413", ref = "#/components/responses/RpcTooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/RpcMediaType")
    public Response say(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(type = SchemaType.OBJECT)))
                    InputStream body,
            @Context HttpHeaders headers,
            @Context RoutingContext request)
            throws IOException, InterruptedException {
        var visit = visit(headers);
        var bytes = Bodies.json(headers, body);
        Presence.watch(request);
        return switch (RpcMessage.read(bytes)) {
            case RpcMessage.Unfit(var id, var error) -> answers.error(BAD_REQUEST, id, error);
            case RpcMessage.Notification notification -> door.heed(notification, visit);
            case RpcMessage.Request asked -> {
                yield switch (EnvelopeReader.read(asked, said(headers))) {
                    case Envelope.Unfit(var error) -> answers.error(BAD_REQUEST, asked.id(), error);
                    case Envelope.Of(var revision) -> door.answer(asked, revision, visit);
                };
            }
        };
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "mcpEvents",
            summary = "Changes of the caller's list of tools, for clients of the revisions before 2026-07-28")
    @APIResponse(
            responseCode = "200",
            description = "Messages of JSON-RPC 2.0.",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    public Response listen(@Context HttpHeaders headers, @Context RoutingContext request) throws InterruptedException {
        var visit = visit(headers);
        Presence.watch(request);
        return changes.unasked(visit);
    }

    private Visit visit(HttpHeaders headers) {
        var caller = callers.identify();
        var origin = headers.getHeaderString("Origin");
        if (origin != null && !origins.allows(origin)) {
            throw new ProblemException(Code.FORBIDDEN, "pages of that origin may not use this door");
        }
        return Visit.of(caller, callers.token(), callers.until(), headers);
    }

    private static Envelope.Headers said(HttpHeaders headers) {
        return new Envelope.Headers(
                headers.getHeaderString("MCP-Protocol-Version"),
                headers.getHeaderString("Mcp-Method"),
                headers.getHeaderString("Mcp-Name"));
    }
}
