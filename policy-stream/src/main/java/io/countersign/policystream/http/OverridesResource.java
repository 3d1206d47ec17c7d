package io.countersign.policystream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.countersign.contract.Code;
import io.countersign.contract.Owner;
import io.countersign.door.CurrentCaller;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.policystream.activation.Activation;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PolicyAdministration;
import io.countersign.policystream.activation.StandingLimit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/overrides}: the limit of one owner in one budget, in place of what the policy comes to. */
@Path("/v1/overrides")
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class OverridesResource {

    private final PolicyAdministration administration;
    private final KafkaControlLog controls;
    private final InstantSource clock;
    private final CurrentCaller callers;
    private final Answers answers;

    OverridesResource(
            PolicyAdministration administration,
            KafkaControlLog controls,
            InstantSource clock,
            CurrentCaller callers,
            Answers answers) {
        this.administration = administration;
        this.controls = controls;
        this.clock = clock;
        this.callers = callers;
        this.answers = answers;
    }

    /** What is set now. */
    @GET
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "overrides", summary = "Whose limits are set")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Overrides")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response overrides() {
        callers.identify();
        if (!controls.read().isDone()) {
            return answers.problem(ReadProblems.behind());
        }
        var overrides =
                controls.limits(clock.instant()).stream().map(OverrideJson::of).toList();
        return answers.ok(new OverridesJson(overrides));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "override", summary = "Set one user's limit in a budget")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Overridden")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Overriding")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NoBudget")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "#/components/schemas/Override")))
    public Response override(byte @Nullable [] body) {
        var caller = callers.identify();
        var order = OverrideOrder.read(body == null ? new byte[0] : body);
        requireBudget(order.budget());
        var activation = administration.override(
                order.budget(),
                order.owner(),
                order.limit(),
                order.until(),
                order.reason(),
                caller.owner().key());
        var told = about(order.budget(), order.owner());
        told.put("limit", order.limit());
        if (order.until() != null) {
            told.put("until", order.until());
        }
        told.put("reason", order.reason());
        return answer(activation, told);
    }

    /** Ends what stands, also for a budget that the policy does not have any more. */
    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "endOverride", summary = "Let the policy's limit count again")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Overridden")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Overriding")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response end(
            @QueryParam("budget") @Nullable String budget,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("user") @Nullable String user) {
        var caller = callers.identify();
        var name = OverrideOrder.budget(budget);
        var owner = OverrideOrder.owner(tenant, user);
        var activation = administration.endOverride(name, owner, caller.owner().key());
        return answer(activation, about(name, owner));
    }

    private void requireBudget(String name) {
        var policy = controls.active().orElseThrow(() -> new ProblemException(ReadProblems.noPolicy()));
        if (!policy.hasBudget(name)) {
            throw new ProblemException(Problem.of(Code.NOT_FOUND, "the policy in force has no budget " + name));
        }
    }

    private static Map<String, Object> about(String budget, Owner owner) {
        var told = new LinkedHashMap<String, Object>();
        told.put("budget", budget);
        told.put("tenant", owner.tenant());
        told.put("user", owner.user());
        return told;
    }

    private Response answer(Activation activation, Map<String, Object> told) {
        return activation instanceof Activation.Written(var key, var missing, var none)
                ? answers.written(told, missing, true)
                : answers.unwritten(activation, "nothing is set for this user in this budget");
    }

    /** The limits in force. */
    record OverridesJson(List<OverrideJson> overrides) {}

    /** A limit in an answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OverrideJson(
            String budget,
            String tenant,
            String user,
            long limit,
            Instant since,
            @Nullable Instant until,
            String by,
            String reason) {

        static OverrideJson of(StandingLimit limit) {
            return new OverrideJson(
                    limit.budget(),
                    limit.owner().tenant(),
                    limit.owner().user(),
                    limit.limit(),
                    limit.since(),
                    limit.until(),
                    limit.by(),
                    limit.reason());
        }
    }
}
