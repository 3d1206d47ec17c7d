package io.countersign.policystream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.countersign.contract.FreezeScope;
import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.policystream.activation.Activation;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PolicyAdministration;
import io.countersign.policystream.activation.StandingFreeze;
import io.countersign.policystream.view.RunningIntent;
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
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/freeze}: the kill switch. Its answers list what had begun in the scope, and may still be running. */
@Path("/v1/freeze")
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class FreezeResource {

    /** Where an instance tells another what runs on its own partitions. */
    static final URI HERE = URI.create("/v1/freeze/running");

    private final PolicyAdministration administration;
    private final KafkaControlLog controls;
    private final InstantSource clock;
    private final RunningEverywhere running;
    private final CurrentCaller callers;
    private final Answers answers;

    FreezeResource(
            PolicyAdministration administration,
            KafkaControlLog controls,
            InstantSource clock,
            RunningEverywhere running,
            CurrentCaller callers,
            Answers answers) {
        this.administration = administration;
        this.controls = controls;
        this.clock = clock;
        this.running = running;
        this.callers = callers;
        this.answers = answers;
    }

    /** What is frozen now. */
    @GET
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "freezes", summary = "What is frozen")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Freezes")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response frozen() {
        callers.identify();
        if (!controls.read().isDone()) {
            return answers.problem(ReadProblems.behind());
        }
        var freezes =
                controls.freezes(clock.instant()).stream().map(FreezeJson::of).toList();
        return answers.ok(new FreezesJson(freezes));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "freeze", summary = "Let nothing new begin in a scope")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Frozen")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Freezing")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "413", ref = "#/components/responses/TooLarge")
    @APIResponse(responseCode = "415", ref = "#/components/responses/UnsupportedMediaType")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "#/components/schemas/Freeze")))
    public Response freeze(byte @Nullable [] body) throws InterruptedException {
        var caller = callers.identify();
        var order = FreezeOrder.read(body == null ? new byte[0] : body);
        var activation = administration.freeze(
                order.scope(),
                order.cancelRunning(),
                order.reason(),
                caller.owner().key());
        var told = new LinkedHashMap<String, Object>();
        told.put("scope", order.scope());
        told.put("reason", order.reason());
        var warnings = coversNothing(order.scope());
        if (!warnings.isEmpty()) {
            told.put("warnings", warnings);
        }
        return answer(activation, order.scope(), told);
    }

    /** Ends whatever stands under the scope, valid or not: what is in force can be ended. */
    @DELETE
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "thaw", summary = "End the freeze of a scope")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Frozen")
    @APIResponse(responseCode = "202", ref = "#/components/responses/Freezing")
    @APIResponse(responseCode = "400", ref = "#/components/responses/Malformed")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "403", ref = "#/components/responses/Forbidden")
    @APIResponse(responseCode = "404", ref = "#/components/responses/NotFound")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response thaw(@QueryParam("scope") @Nullable String scope) throws InterruptedException {
        var caller = callers.identify();
        if (scope == null) {
            throw new ProblemException(FreezeOrder.noScope());
        }
        var told = new LinkedHashMap<String, Object>();
        told.put("scope", scope);
        return answer(administration.thaw(scope, caller.owner().key()), scope, told);
    }

    @GET
    @Path("/running")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Response running() throws InterruptedException {
        callers.identify();
        return running.here().map(answers::ok).orElseGet(() -> answers.problem(ReadProblems.behind()));
    }

    private Response answer(Activation activation, String scope, Map<String, Object> told) throws InterruptedException {
        if (!(activation instanceof Activation.Written(var frozen, var missing, var none))) {
            return answers.unwritten(activation, "there is no freeze of that scope");
        }
        Optional<?> started = running.in(scope);
        started.ifPresent(list -> told.put("started", list));
        return answers.written(told, missing, started.isPresent());
    }

    /** A freeze may well come before the action that it is for; but whoever mistyped a name should hear of it. */
    private List<Warning> coversNothing(String scope) {
        return FreezeScope.actions(scope)
                .filter(actions -> controls.active().stream()
                        .flatMap(policy -> policy.actions().stream())
                        .noneMatch(action -> actions.matches(action.name())))
                .map(actions -> new Warning("the policy in force has no action that " + actions.pattern()
                        + " matches: for now, this freeze stops nothing"))
                .stream()
                .toList();
    }

    /** What may not be as it was meant. */
    record Warning(String message) {}

    /** The freezes in force. */
    record FreezesJson(List<FreezeJson> freezes) {}

    /** A freeze in an answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FreezeJson(
            String scope,
            Instant since,
            @Nullable Instant until,
            boolean cancelRunning,
            String by,
            @Nullable String reason) {

        static FreezeJson of(StandingFreeze freeze) {
            return new FreezeJson(
                    freeze.scope(),
                    freeze.since(),
                    freeze.until(),
                    freeze.cancelRunning(),
                    freeze.by(),
                    freeze.reason().isEmpty() ? null : freeze.reason());
        }
    }

    /** What runs on an instance's own partitions. */
    record RunningJson(List<RunningIntent> running) {}
}
