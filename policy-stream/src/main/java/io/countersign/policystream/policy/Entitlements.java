package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Variables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody may do and spend, as far as it can be told before they ask for anything. */
record Entitlements(Principal principal, Instant now) {

    List<Action> actions(Map<String, ActionPolicy> byAction) {
        return new TreeMap<>(byAction)
                .values().stream()
                        .filter(this::mayAsk)
                        .map(policy -> policy.action().entry())
                        .toList();
    }

    private boolean mayAsk(ActionPolicy policy) {
        var effect = policy.action().entry().effect();
        var variables = variables(policy);
        return policy.grants().stream()
                .filter(grant -> !grant.needsSession(effect))
                .anyMatch(grant -> mayBeFor(grant.who().evaluate(variables)));
    }

    /** What fails without parameters may hold with them. */
    private static boolean mayBeFor(Evaluated<Boolean> who) {
        return switch (who) {
            case Evaluated.Is<Boolean>(Boolean is) -> is;
            case Evaluated.Failed<Boolean> unknown -> true;
        };
    }

    /** A budget whose limit depends on parameters, or on what was approved before, has none to show. */
    List<Claim> budgets(Map<String, ActionPolicy> byAction) {
        var claims = new TreeMap<String, Claim>();
        for (ActionPolicy policy : new TreeMap<>(byAction).values()) {
            var variables = variables(policy);
            for (Budget budget : policy.budgets()) {
                allowance(budget, variables).ifPresent(claim -> claims.putIfAbsent(budget.name(), claim));
            }
        }
        return List.copyOf(claims.values());
    }

    private Optional<Claim> allowance(Budget budget, Variables variables) {
        return budget.who().evaluate(variables) instanceof Evaluated.Is<Boolean>(Boolean is)
                        && is
                        && budget.limit().evaluate(variables) instanceof Evaluated.Is<Long>(Long limit)
                ? Optional.of(
                        new Claim(budget.name(), budget.unit(), budget.window().at(now), limit, 0))
                : Optional.empty();
    }

    private Variables variables(ActionPolicy policy) {
        String action = policy.action().entry().name();
        return new QuestionVariables(
                new Question(principal, action, "{}", null, null, null, SessionStanding.NONE, now, null),
                () -> Map.of(),
                Memorable.NOTHING);
    }
}
