package io.countersign.policystream.policy;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Variables;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.parameters.ParameterSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question before the documents that concern its action. For one thread, and one use. */
final class Hearing {
    private final ActionPolicy policy;
    private final Models models;
    private final Memorable memorable;
    private final SessionConditions conditions;
    private final Question question;
    private final Reasons reasons = new Reasons();
    private final List<ApprovalClause> clauses = new ArrayList<>();
    private @Nullable Duration retryIn;
    private String summary;

    Hearing(ActionPolicy policy, Models models, Memorable memorable, SessionConditions conditions, Question question) {
        this.policy = policy;
        this.models = models;
        this.memorable = memorable;
        this.conditions = conditions;
        this.question = question;
        this.summary = policy.action().entry().title();
    }

    /**
     * Parameters and model, session, grant and rules, in this order. A check that fails ends it, because the next one would tell
     * who may not ask what the answer would have been; within a check everything is looked at.
     */
    Judgement judge() {
        return switch (policy.action().parameters().read(question.parameters())) {
            case ParameterSchema.Reading.Rejected(List<String> violations) -> {
                violations.forEach(violation -> reasons.fail(Code.INVALID_PARAMETERS, null, violation));
                yield refused();
            }
            case ParameterSchema.Reading.Accepted(Map<String, Object> parameters) ->
                judge(new QuestionVariables(question, () -> parameters, memorable));
        };
    }

    /** What stands in for an answer that nobody could give; the first document whose match fails leaves it at none. */
    FailSafe failSafe() {
        var answer = matching(policy.failSafes(), asSubmitted());
        return new FailSafe(answer, reasons.all());
    }

    /** The catalogue, its models with it, and what the budgets must hold; words that fail are left to the title. */
    Judgement charge() {
        var variables = asSubmitted();
        if (policy.action().summary().evaluate(variables) instanceof Evaluated.Is<String>(String words)) {
            summary = words;
        }
        checkModel();
        return reasons.failed() ? refused() : admitted(variables, List.of());
    }

    /** The parameters were checked when the intent was submitted, by the schema that was in force then. */
    private QuestionVariables asSubmitted() {
        return new QuestionVariables(
                question, () -> policy.action().parameters().unchecked(question.parameters()), memorable);
    }

    private Judgement judge(Variables variables) {
        var worded = policy.action().summary().evaluate(variables);
        if (worded instanceof Evaluated.Is<String>(String words)) {
            summary = words;
        }
        checkModel();
        if (!reasons.failed()) {
            checkSession();
        }
        if (!reasons.failed()) {
            checkTask(variables);
            checkGrants(variables);
        }
        if (!reasons.failed()) {
            policy.rules().forEach(rule -> apply(rule, variables));
            // whoever reviews or reads the log must be able to see what would run
            reasons.value(worded, policy.action().entry().name(), "the summary");
        }
        if (reasons.failed()) {
            return refused();
        }
        var answer = question.handedOver() ? null : matching(policy.answers(), variables);
        if (reasons.failed()) {
            return refused();
        }
        return answer == null ? admitted(variables, additions(variables)) : answered(answer);
    }

    private void checkModel() {
        var model = question.model();
        if (policy.action().models() == NamedModels.KNOWN && model != null && models.lack(model)) {
            reasons.fail(Code.UNKNOWN_MODEL, null, "there is no model '" + Words.clean(model) + "'");
        }
    }

    private void checkSession() {
        if (question.session() instanceof SessionStanding.Unknown) {
            reasons.fail(Code.SESSION_UNKNOWN, null, "there is no such session");
        }
    }

    /** In a session, one of its grants has to cover it beside one of the user's own. */
    private void checkTask(Variables variables) {
        if (question.session() instanceof SessionStanding.Opened(List<TaskGrant> grants)) {
            var obstacles = new TaskScope(question.action(), conditions, variables).obstacles(grants);
            obstacles.failure().ifPresent(code -> reasons.failAll(code, obstacles.all()));
        }
    }

    /** One grant is enough, also if another one fails. */
    private void checkGrants(Variables variables) {
        var obstacles = new Reasons();
        for (Grant grant : policy.grants()) {
            if (grants(grant, variables, obstacles)) {
                return;
            }
        }
        if (obstacles.failed()) {
            reasons.failAll(obstacles.failure().orElseThrow(), obstacles.all());
        } else {
            reasons.fail(Code.NOT_GRANTED, null, "no grant lets this user ask for " + question.action());
        }
    }

    private boolean grants(Grant grant, Variables variables, Reasons obstacles) {
        Optional<Boolean> who = obstacles.value(grant.who().evaluate(variables), grant.name(), "who it is for");
        if (!who.orElse(false)) {
            return false;
        }
        Optional<Boolean> when = obstacles.value(grant.when().evaluate(variables), grant.name(), "its condition");
        if (when.isEmpty()) {
            return false;
        }
        if (!when.get()) {
            obstacles.fail(Code.NOT_GRANTED, grant.name(), "the grant does not cover these parameters");
            return false;
        }
        if (question.session() instanceof SessionStanding.None
                && grant.needsSession(policy.action().entry().effect())) {
            obstacles.fail(
                    Code.SESSION_REQUIRED,
                    grant.name(),
                    "the grant counts only in a session: its user opens one for the task (POST /v1/sessions), and the"
                            + " intent names it");
            return false;
        }
        return true;
    }

    private void apply(Rule rule, Variables variables) {
        boolean matches = reasons.value(rule.when().evaluate(variables), rule.name(), "its condition")
                .orElse(false);
        if (!matches) {
            return;
        }
        String message = reasons.value(rule.reason().evaluate(variables), rule.name(), "its reason")
                .orElse("the rule " + rule.name() + " applies");
        if (rule.verdict() == Verdict.REJECT) {
            reasons.fail(Code.RULE, rule.name(), message);
        } else {
            reasons.note(Code.RULE, rule.name(), message);
        }
        if (rule.approval() != null) {
            clauses.add(rule.approval());
        }
        if (rule.retryIn() != null && (retryIn == null || rule.retryIn().compareTo(retryIn) > 0)) {
            retryIn = rule.retryIn();
        }
    }

    /** The first that matches, in the order of the bundle; none if one before it fails. */
    private @Nullable PreparedAnswer matching(List<Answer> answers, Variables variables) {
        for (Answer answer : answers) {
            var name = answer.prepared().name();
            var matches = reasons.value(answer.match().evaluate(variables), name, "whether it matches");
            if (matches.isEmpty()) {
                return null;
            }
            if (matches.get()) {
                return answer.prepared();
            }
        }
        return null;
    }

    /** Nothing runs, so nothing has to be affordable, and nothing is counted. */
    private Judgement answered(PreparedAnswer answer) {
        return new Judgement.Admitted(
                policy.action().entry(),
                reasons.all(),
                summary,
                clauses,
                retryIn,
                List.of(),
                0,
                0,
                null,
                List.of(),
                answer);
    }

    /** What cannot be told of a counter refuses: rules would look back and not see the intent. */
    private List<Addition> additions(Variables variables) {
        var additions = new ArrayList<Addition>();
        for (Counter counter : policy.counters()) {
            var key = reasons.value(counter.key().evaluate(variables), counter.name(), "its key");
            var amount = reasons.value(counter.add().evaluate(variables), counter.name(), "what it adds");
            if (key.isPresent() && amount.isPresent() && amount.get().signum() > 0) {
                var window = counter.window().at(question.now());
                additions.add(new Addition(counter.name(), key.get(), window, amount.get()));
            }
        }
        return additions;
    }

    private Judgement admitted(Variables variables, List<Addition> additions) {
        var action = policy.action();
        String name = action.entry().name();
        long input = reasons.value(action.inputTokens().evaluate(variables), name, "its input tokens")
                .orElse(0L);
        // a model among the parameters chooses nothing, whatever an executor may make of it
        var model = question.model();
        long asked = reasons.value(action.outputTokens().evaluate(variables), name, "its output tokens")
                .orElse(0L);
        long output = models.longest(model, asked);
        long tokens = input + output;
        if (tokens > Limits.EXACT_INTEGER) {
            reasons.fail(Code.EVALUATION_FAILED, name, "its tokens must be 2^53 - 1 together at most, not " + tokens);
        }
        List<Claim> claims = claims(variables, model, input, output);
        var tariff = models.tariff(model).orElse(null);
        return reasons.failed()
                ? refused()
                : new Judgement.Admitted(
                        action.entry(),
                        reasons.all(),
                        summary,
                        clauses,
                        retryIn,
                        claims,
                        tokens,
                        output,
                        tariff,
                        additions,
                        null);
    }

    private List<Claim> claims(Variables variables, @Nullable String model, long input, long output) {
        var claims = new ArrayList<Claim>();
        for (Budget budget : policy.budgets()) {
            boolean applies = reasons.value(budget.who().evaluate(variables), budget.name(), "who it is for")
                    .orElse(false);
            Optional<Long> limit = applies
                    ? reasons.value(budget.limit().evaluate(variables), budget.name(), "its limit")
                    : Optional.empty();
            limit.ifPresent(most -> claims.add(new Claim(
                    budget.name(),
                    budget.unit(),
                    budget.window().at(question.now()),
                    most,
                    amount(budget, model, input, output))));
        }
        return claims;
    }

    private long amount(Budget budget, @Nullable String model, long input, long output) {
        return switch (budget.unit()) {
            case TOKENS -> input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
            case REQUESTS -> 1;
            case COST_MICROS -> input + output == 0 ? 0 : cost(budget, model, input, output);
        };
    }

    private long cost(Budget budget, @Nullable String model, long input, long output) {
        var cost = models.tariff(model).map(tariff -> tariff.atMost(input, output));
        if (cost.isEmpty()) {
            reasons.fail(
                    Code.EVALUATION_FAILED,
                    budget.name(),
                    "nothing is known of what the model '" + Words.clean(model == null ? "" : model) + "' costs");
            return 0;
        }
        if (cost.get() > Limits.EXACT_INTEGER) {
            reasons.fail(Code.EVALUATION_FAILED, budget.name(), "its cost must be 2^53 - 1 at most");
            return 0;
        }
        return cost.get();
    }

    private Judgement refused() {
        return new Judgement.Refused(reasons.failure().orElseThrow().name(), reasons.all(), summary);
    }
}
