package io.countersign.policystream.http;

import io.countersign.door.ProblemException;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.policy.Policy;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /v1/models}: the models that the bundle in force knows. Whether a caller may use one is decided for each intent. */
@Path("/v1/models")
@Authenticated
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class ModelsResource {

    private final KafkaControlLog controls;
    private final Answers answers;

    ModelsResource(KafkaControlLog controls, Answers answers) {
        this.controls = controls;
        this.answers = answers;
    }

    @GET
    @Operation(operationId = "models", summary = "The models that the bundle in force knows")
    @APIResponse(responseCode = "200", description = "Their names, in order.")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response models() {
        Policy policy = controls.active().orElseThrow(() -> new ProblemException(ReadProblems.noPolicy()));
        return answers.ok(Map.of("models", policy.models()));
    }
}
