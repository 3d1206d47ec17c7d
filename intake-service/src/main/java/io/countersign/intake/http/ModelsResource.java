package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.contract.Code;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code GET /v1/models}: the models of the policy in force, as OpenAI's API lists them. */
@Path("/v1/models")
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "401", ref = "#/components/responses/ChatUnauthenticated")
@APIResponse(responseCode = "429", ref = "#/components/responses/ChatRateLimited")
@APIResponse(responseCode = "503", ref = "#/components/responses/ChatAway")
class ModelsResource {
    private final CurrentCaller callers;
    private final PolicyStream policyStream;
    private final Answers answers;
    private final ObjectMapper json;

    ModelsResource(CurrentCaller callers, PolicyStream policyStream, Answers answers, ObjectMapper json) {
        this.callers = callers;
        this.policyStream = policyStream;
        this.answers = answers;
        this.json = json;
    }

    @GET
    @Operation(operationId = "models", summary = "The models of the policy in force")
    @APIResponse(responseCode = "200", description = "A list of models, as OpenAI's API has it.")
    public Response models() throws IOException, InterruptedException {
        return of(names -> Response.ok(Map.of(
                        "object",
                        "list",
                        "data",
                        names.stream().map(ModelsResource::asOpenAi).toList()))
                .type(MediaType.APPLICATION_JSON)
                .build());
    }

    @GET
    @Path("/{model}")
    @Operation(operationId = "model", summary = "One model of the policy in force")
    @APIResponse(responseCode = "200", description = "A model, as OpenAI's API has it.")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NoModel")
    public Response model(@PathParam("model") String model) throws IOException, InterruptedException {
        return of(names -> names.contains(model)
                ? Response.ok(asOpenAi(model)).type(MediaType.APPLICATION_JSON).build()
                : answers.problem(Problem.of(Code.NOT_FOUND, "there is no such model")));
    }

    private Response of(Function<List<String>, Response> answer) throws IOException, InterruptedException {
        callers.identify();
        var found = policyStream.get("/v1/models", callers.token());
        if (!(found instanceof QueryAnswer.Found(var body))) {
            return answers.found(found);
        }
        var names = new ArrayList<String>();
        for (JsonNode name : json.readTree(body).path("models")) {
            names.add(name.asText());
        }
        return answer.apply(names);
    }

    private static Map<String, Object> asOpenAi(String name) {
        var model = new LinkedHashMap<String, Object>();
        model.put("id", name);
        model.put("object", "model");
        model.put("created", 0);
        model.put("owned_by", "countersign");
        return model;
    }
}
