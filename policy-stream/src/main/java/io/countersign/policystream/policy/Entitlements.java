package io.countersign.policystream.policy;

import io.countersign.contract.ActionGlob;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Variables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What somebody may do and spend, as far as it can be told before they ask for anything. */
record Entitlements(Principal principal, Instant now) {

    List<Permission> actions(Map<String, ActionPolicy> byAction, SessionStanding session) {
        return new TreeMap<>(byAction)
                .values().stream()
                        .flatMap(policy -> permission(policy, session).stream())
                        .toList();
    }

    private Optional<Permission> permission(ActionPolicy policy, SessionStanding session) {
        var action = policy.action().entry();
        var variables = variables(policy);
        var grants = policy.grants().stream()
                .filter(grant -> mayBeFor(grant.who().evaluate(variables)))
                .toList();
        if (grants.isEmpty()) {
            return Optional.empty();
        }
        boolean needsSession = grants.stream().allMatch(grant -> grant.needsSession(action.effect()));
        return conditions(action.name(), session).map(when -> new Permission(action, needsSession, when));
    }

    /** The session's conditions for an action, none if one of its grants has none; empty if it does not cover it at all. */
    private static Optional<List<String>> conditions(String action, SessionStanding session) {
        return switch (session) {
            case SessionStanding.None none -> Optional.of(List.of());
            case SessionStanding.Unknown unknown -> Optional.empty();
            case SessionStanding.Opened(List<TaskGrant> all) -> {
                var covering = all.stream()
                        .filter(grant -> new ActionGlob(grant.action()).matches(action))
                        .toList();
                var when = covering.stream().flatMap(grant -> Stream.ofNullable(grant.when()));
                yield covering.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                covering.stream().anyMatch(grant -> grant.when() == null)
                                        ? List.of()
                                        : when.distinct().toList());
            }
        };
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
                new Question(principal, action, "{}", null, null, null, SessionStanding.NONE, now, null, false),
                () -> Map.of(),
                Memorable.NOTHING);
    }
}
