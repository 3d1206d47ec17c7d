package io.countersign.policystream.http;

import io.countersign.door.CurrentCaller;
import io.countersign.door.ProblemException;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.view.BudgetUse;
import io.countersign.policystream.view.Views;
import io.countersign.policystream.view.WindowUse;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /v1/budgets}: what the caller may still spend. */
@Path("/v1/budgets")
@Authenticated
@RunOnVirtualThread
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class BudgetsResource {

    private final KafkaControlLog controls;
    private final Views views;
    private final CurrentCaller callers;
    private final Questions questions;
    private final InstantSource clock;

    BudgetsResource(
            KafkaControlLog controls, Views views, CurrentCaller callers, Questions questions, InstantSource clock) {
        this.controls = controls;
        this.views = views;
        this.callers = callers;
        this.questions = questions;
        this.clock = clock;
    }

    /** A budget in an answer. */
    record BudgetJson(
            String name, String unit, String window, long limit, long used, long held, long left, Instant resets) {}

    @GET
    @Operation(operationId = "budgets", summary = "How much of what the caller may do is left")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Budgets")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response budgets(@Context UriInfo uri, @Context HttpHeaders headers) throws InterruptedException {
        var caller = callers.identify();
        var now = clock.instant();
        var overrides = controls.overrides();
        var owner = caller.owner().key();
        var allowances = policy().allowances(Principals.of(caller), now).stream()
                .map(allowance -> overrides.applied(owner, allowance, now))
                .toList();
        return questions.answer(
                new Questions.Question(uri, headers),
                views.budgets(caller.owner()),
                used -> Map.of(
                        "budgets",
                        allowances.stream()
                                .map(allowance -> budget(allowance, used))
                                .toList(),
                        "asOf",
                        now));
    }

    /** The limit is the one that was set for the caller, or that of the policy in force; what is used and held, that of the window, whoever limited it then. */
    private static BudgetJson budget(Claim allowance, List<BudgetUse> used) {
        var now = WindowUse.of(allowance, used);
        return new BudgetJson(
                allowance.budget(),
                allowance.unit().text(),
                allowance.window().spanText(),
                allowance.limit(),
                now.settled(),
                now.held(),
                allowance.limit() - now.settled() - now.held(),
                now.resets());
    }

    private Policy policy() {
        return controls.active().orElseThrow(() -> new ProblemException(ReadProblems.noPolicy()));
    }
}
