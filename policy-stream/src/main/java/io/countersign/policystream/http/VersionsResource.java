package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PushedText;
import io.countersign.policystream.view.ActivatedPolicy;
import io.countersign.policystream.view.Views;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /v1/policy/versions}: what was in force before, as the audit log tells it. */
@Path("/v1/policy/versions")
@RunOnVirtualThread
@RolesAllowed({Roles.POLICY, Roles.OPERATOR, Roles.AUDITOR})
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class VersionsResource {

    private final KafkaControlLog controls;
    private final Views views;
    private final Questions questions;
    private final Answers answers;

    VersionsResource(KafkaControlLog controls, Views views, Questions questions, Answers answers) {
        this.controls = controls;
        this.views = views;
        this.questions = questions;
        this.answers = answers;
    }

    /** One activation in an answer. */
    record VersionJson(String version, Instant at, String actor) {

        static VersionJson of(ActivatedPolicy policy) {
            return new VersionJson(policy.version(), policy.at(), policy.actor());
        }
    }

    @GET
    @Operation(operationId = "policyVersions", summary = "Which bundles were put into force, newest first")
    @APIResponse(responseCode = "200", ref = "#/components/responses/PolicyVersions")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response versions(@Context UriInfo uri, @Context HttpHeaders headers) throws InterruptedException {
        return questions.answer(new Questions.Question(uri, headers), views.activations(), VersionsResource::json);
    }

    private static Object json(List<ActivatedPolicy> oldestFirst) {
        return Map.of(
                "versions", oldestFirst.reversed().stream().map(VersionJson::of).toList());
    }

    @GET
    @Path("/{version}")
    @Operation(operationId = "policyVersion", summary = "A bundle that was pushed")
    @APIResponse(responseCode = "200", ref = "#/components/responses/PolicyVersion")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response version(@PathParam("version") String version) {
        return switch (controls.pushedText(version)) {
            case PushedText.Found(var hash, var yaml) ->
                Response.ok(yaml.getBytes(StandardCharsets.UTF_8), "application/yaml;charset=UTF-8")
                        .tag(new EntityTag(hash))
                        .build();
            case PushedText.Unknown unknown -> answers.problem(Problem.of(Code.NOT_FOUND, "no such bundle was pushed"));
            case PushedText.Away(var why) -> answers.problem(Problems.away(why));
        };
    }
}
