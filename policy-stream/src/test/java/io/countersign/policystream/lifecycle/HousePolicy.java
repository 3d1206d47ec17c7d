package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.FailSafe;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Permission;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.PreparedAnswer;
import io.countersign.policystream.policy.Principal;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.SessionStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy written by hand: a catalogue, hold rules, a defer rule, a refusal, and budgets that apply to every action.
 *
 * @param clauses what its hold rules demand of every intent
 * @param retryIn what its defer rule demands, until {@code opens}
 * @param tariff what the tokens of its models cost
 * @param answer what it has prepared for every intent that was never handed over
 * @param failSafe what it has prepared for every intent that no executor could answer
 * @param refusal the code with which it refuses everything
 */
record HousePolicy(
        List<Action> actions,
        List<ApprovalClause> clauses,
        @Nullable Duration retryIn,
        Instant opens,
        @Nullable Code refusal,
        List<Budget> budgets,
        @Nullable Tariff tariff,
        @Nullable PreparedAnswer answer,
        FailSafe failSafe)
        implements Policy {

    /** A limit for each window; {@code TOKENS} budgets count what a request costs, {@code REQUESTS} one for each. */
    record Budget(String name, Unit unit, WindowRule window, long limit) {

        Budget(String name, Unit unit, Duration window, long limit) {
            this(name, unit, new FixedWindow(window), limit);
        }

        Claim claim(long tokens, @Nullable Tariff tariff, Instant now) {
            long amount = switch (unit) {
                case REQUESTS -> 1;
                case COST_MICROS -> tariff == null ? 0 : tariff.atMost(tokens, 0);
                default -> tokens;
            };
            return new Claim(name, unit, window.at(now), limit, amount);
        }
    }

    /** It lets everything in its catalogue run. */
    static HousePolicy allowing(Action... actions) {
        return new HousePolicy(
                List.of(actions), List.of(), null, Instant.MAX, null, List.of(), null, null, FailSafe.NONE);
    }

    static HousePolicy allowingAll() {
        return allowing(Actions.idempotent(), Actions.notIdempotent());
    }

    HousePolicy holding(ApprovalClause... others) {
        return new HousePolicy(actions, List.of(others), retryIn, opens, refusal, budgets, tariff, answer, failSafe);
    }

    /** A defer rule that matches always. */
    HousePolicy deferring(Duration wait) {
        return deferring(wait, Instant.MAX);
    }

    /** A defer rule that matches before {@code end}. */
    HousePolicy deferring(Duration wait, Instant end) {
        return new HousePolicy(actions, clauses, wait, end, refusal, budgets, tariff, answer, failSafe);
    }

    HousePolicy refusing(Code code) {
        return new HousePolicy(actions, clauses, retryIn, opens, code, budgets, tariff, answer, failSafe);
    }

    HousePolicy limiting(Budget... others) {
        return new HousePolicy(actions, clauses, retryIn, opens, refusal, List.of(others), tariff, answer, failSafe);
    }

    /** Its models cost this, and all that a request uses is input. */
    HousePolicy pricing(Prices others) {
        return pricing(Tariff.ofAny(others));
    }

    HousePolicy pricing(Tariff others) {
        return new HousePolicy(actions, clauses, retryIn, opens, refusal, budgets, others, answer, failSafe);
    }

    HousePolicy answering(String name, String result) {
        return new HousePolicy(
                actions, clauses, retryIn, opens, refusal, budgets, tariff, new PreparedAnswer(name, result), failSafe);
    }

    HousePolicy failingSafe(FailSafe other) {
        return new HousePolicy(actions, clauses, retryIn, opens, refusal, budgets, tariff, answer, other);
    }

    /** A budget named {@code tokens}. */
    HousePolicy limitingTokens(long limit, Duration window) {
        return limiting(new Budget("tokens", Unit.TOKENS, window, limit));
    }

    @Override
    public String version() {
        return "house-" + Integer.toHexString(hashCode());
    }

    @Override
    public Optional<Action> action(String name) {
        return actions.stream().filter(action -> action.name().equals(name)).findFirst();
    }

    @Override
    public List<String> models() {
        return List.of();
    }

    @Override
    public boolean hasBudget(String name) {
        return budgets.stream().anyMatch(budget -> budget.name().equals(name));
    }

    @Override
    public Duration longestWindow(Instant now) {
        throw new UnsupportedOperationException("nobody backtests the house policy");
    }

    @Override
    public Judgement judge(Question question) {
        if (question.session() instanceof SessionStanding.Unknown) {
            return refused(Code.SESSION_UNKNOWN, question);
        }
        if (refusal != null) {
            return refused(refusal, question);
        }
        boolean waits = retryIn != null && question.now().isBefore(opens);
        return judged(question, clauses, waits ? retryIn : null, question.handedOver() ? null : answer);
    }

    @Override
    public Judgement charge(Question question) {
        return judged(question, List.of(), null, null);
    }

    @Override
    public FailSafe failSafe(Question question) {
        return failSafe;
    }

    @Override
    public List<Permission> permitted(Principal principal, SessionStanding session, Instant now) {
        return actions.stream()
                .map(action -> new Permission(action, false, List.of()))
                .toList();
    }

    @Override
    public List<Claim> allowances(Principal principal, Instant now) {
        return budgets.stream()
                .map(budget ->
                        new Claim(budget.name(), budget.unit(), budget.window().at(now), budget.limit(), 0))
                .toList();
    }

    private Judgement judged(
            Question question, List<ApprovalClause> demanded, @Nullable Duration wait, @Nullable PreparedAnswer given) {
        var action = action(question.action());
        if (action.isEmpty()) {
            return refused(Code.UNKNOWN_ACTION, question);
        }
        long tokens = question.maxTokens() == null ? 0 : question.maxTokens();
        var reasons = new ArrayList<Reason>();
        demanded.forEach(
                clause -> reasons.add(new Reason(Code.RULE.name(), clause.rule(), "a person must look at it")));
        return new Judgement.Admitted(
                action.get(),
                reasons,
                "do " + question.action(),
                demanded,
                wait,
                (given == null ? budgets : List.<Budget>of())
                        .stream()
                                .map(budget -> budget.claim(tokens, tariff, question.now()))
                                .toList(),
                tokens,
                tokens,
                tariff,
                List.of(),
                given);
    }

    private static Judgement refused(Code code, Question question) {
        return new Judgement.Refused(
                code.name(), List.of(new Reason(code.name(), null, "the house refuses")), "do " + question.action());
    }
}
