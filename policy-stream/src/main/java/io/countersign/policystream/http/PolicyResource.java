package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.countersign.policystream.activation.Activation;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PolicyAdministration;
import io.countersign.policystream.policy.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/policy}: the bundle in force. */
@Path("/v1/policy")
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class PolicyResource {

    private static final String YAML = "application/yaml";

    private final PolicyAdministration administration;
    private final KafkaControlLog controls;
    private final CurrentCaller callers;
    private final Answers answers;
    private final OneAtATime turn = new OneAtATime("another bundle is being read here");

    PolicyResource(
            PolicyAdministration administration, KafkaControlLog controls, CurrentCaller callers, Answers answers) {
        this.administration = administration;
        this.controls = controls;
        this.callers = callers;
        this.answers = answers;
    }

    @GET
    @RolesAllowed({Roles.POLICY, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "policy", summary = "The bundle in force")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Policy")
    @APIResponse(responseCode = "304", ref = "#/components/responses/Unchanged")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response policy(@Context Request request) {
        var active = controls.activeText();
        if (active.isEmpty()) {
            return answers.problem(io.countersign.door.Problem.of(Code.NOT_FOUND, "no policy is in force"));
        }
        var tag = new EntityTag(active.get().version());
        var unchanged = request.evaluatePreconditions(tag);
        return unchanged == null
                ? Response.ok(active.get().yaml().getBytes(StandardCharsets.UTF_8), YAML + ";charset=UTF-8")
                        .tag(tag)
                        .build()
                : unchanged.build();
    }

    @PUT
    @Consumes(YAML)
    @RolesAllowed(Roles.POLICY)
    @Operation(operationId = "activate", summary = "Put a bundle into force, in place of the one before")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Activated")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Activating")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "#/components/responses/BundleInvalid")
    @APIResponse(responseCode = "429", ref = "#/components/responses/Busy")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    @RequestBody(required = true, content = @Content(mediaType = YAML, schema = @Schema(type = SchemaType.STRING)))
    public Response activate(byte @Nullable [] body) {
        var caller = callers.identify();
        var activation = turn.take(() -> administration.activate(
                yaml(body == null ? new byte[0] : body), caller.owner().key()));
        return switch (activation) {
            case Activation.Written(var version, var missing, var warnings) -> written(version, missing, warnings);
            case Activation.Invalid(var problems) -> invalid(problems);
            case Activation.Away(var why) -> answers.problem(Problems.away(why));
            case Activation.Missing missing -> throw new IllegalStateException("a bundle is put, not ended");
        };
    }

    private Response written(String version, List<Integer> missing, List<?> warnings) {
        var body = new LinkedHashMap<String, Object>();
        body.put("version", version);
        if (!warnings.isEmpty()) {
            body.put("warnings", warnings);
        }
        return answers.written(body, missing, true);
    }

    private Response invalid(List<Problem> problems) {
        return answers.problem(io.countersign.door.Problem.of(
                        Code.BUNDLE_INVALID,
                        problems.size() == 1
                                ? problems.getFirst().message()
                                : problems.size() + " problems; nothing was changed")
                .withMember(
                        "problems", problems.stream().map(PolicyResource::json).toList()));
    }

    private static Map<String, Object> json(Problem problem) {
        var json = new LinkedHashMap<String, Object>();
        if (problem.file() != null) {
            json.put("file", problem.file());
        }
        json.put("line", problem.line());
        json.put("message", problem.message());
        return json;
    }

    private static String yaml(byte[] body) {
        if (body.length > Limits.BUNDLE_BYTES) {
            throw new ProblemException(io.countersign.door.Problem.of(
                    Code.TOO_LARGE, "a bundle has at most " + Limits.BUNDLE_BYTES + " bytes"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problems.malformed("not UTF-8"));
        }
    }
}
