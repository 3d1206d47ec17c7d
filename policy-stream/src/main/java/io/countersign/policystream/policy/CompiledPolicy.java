package io.countersign.policystream.policy;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.expression.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bundle in force. Immutable. */
final class CompiledPolicy implements Policy {
    private final String version;
    private final Map<String, ActionPolicy> byAction;
    private final List<Action> actions;
    private final Models models;
    private final Memorable memorable;
    private final SessionConditions conditions = new SessionConditions();
    private final Set<String> budgets;

    CompiledPolicy(String version, Map<String, ActionPolicy> byAction, Models models) {
        this.models = models;
        this.memorable = Memorable.of(byAction);
        this.budgets = byAction.values().stream()
                .flatMap(policy -> policy.budgets().stream())
                .map(Budget::name)
                .collect(Collectors.toUnmodifiableSet());
        this.version = version;
        this.byAction = Map.copyOf(byAction);
        this.actions = new TreeMap<>(byAction)
                .values().stream().map(each -> each.action().entry()).toList();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public List<Action> actions() {
        return actions;
    }

    @Override
    public Optional<Action> action(String name) {
        return Optional.ofNullable(byAction.get(name)).map(each -> each.action().entry());
    }

    @Override
    public List<String> models() {
        return models.names();
    }

    @Override
    public boolean hasBudget(String name) {
        return budgets.contains(name);
    }

    @Override
    public Duration longestWindow(Instant now) {
        return byAction.values().stream()
                .flatMap(policy -> Stream.concat(
                        policy.budgets().stream().map(Budget::window),
                        policy.counters().stream().map(Counter::window)))
                .map(window -> window.at(now).span())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public Judgement judge(Question question) {
        var policy = byAction.get(question.action());
        return policy == null ? unknown(question) : hearing(policy, question).judge();
    }

    @Override
    public Judgement charge(Question question) {
        var policy = byAction.get(question.action());
        return policy == null ? unknown(question) : hearing(policy, question).charge();
    }

    @Override
    public FailSafe failSafe(Question question) {
        var policy = byAction.get(question.action());
        return policy == null || policy.failSafes().isEmpty()
                ? FailSafe.NONE
                : hearing(policy, question).failSafe();
    }

    @Override
    public List<Permission> permitted(Principal principal, SessionStanding session, Instant now) {
        return new Entitlements(principal, now).actions(byAction, session);
    }

    @Override
    public List<Claim> allowances(Principal principal, Instant now) {
        return new Entitlements(principal, now).budgets(byAction);
    }

    /** What the bundle says of an action. */
    Optional<ActionPolicy> of(String action) {
        return Optional.ofNullable(byAction.get(action));
    }

    private Hearing hearing(ActionPolicy policy, Question question) {
        return new Hearing(policy, models, memorable, conditions, question);
    }

    private static Judgement unknown(Question question) {
        String name = Words.clean(question.action());
        var reason = new Reason(Code.UNKNOWN_ACTION.name(), null, "there is no action '" + name + "'");
        return new Judgement.Refused(reason.code(), List.of(reason), name);
    }
}
