package io.countersign.simulation;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Ledger;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Dossier;
import io.countersign.policystream.lifecycle.Freezes;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Line;
import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.policystream.lifecycle.ReportStatus;
import io.countersign.policystream.memory.Memory;
import io.countersign.policystream.policy.FailSafe;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.session.SessionBook;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Values of the core with one thing changed, for those who are wrong on purpose. */
final class Altered {

    static final Consumption NOTHING_USED = new Consumption(0, 0, 0, 0, false);

    private Altered() {}

    static Circumstances ledger(Circumstances around, Ledger ledger) {
        return around(around, around.now(), around.freezes(), around.overrides(), ledger, around.line());
    }

    static Circumstances time(Circumstances around, Instant now) {
        return around(around, now, around.freezes(), around.overrides(), around.ledger(), around.line());
    }

    static Circumstances freezes(Circumstances around, Freezes freezes) {
        return around(around, around.now(), freezes, around.overrides(), around.ledger(), around.line());
    }

    static Circumstances overrides(Circumstances around, Overrides overrides) {
        return around(around, around.now(), around.freezes(), overrides, around.ledger(), around.line());
    }

    static Circumstances line(Circumstances around, Line line) {
        return around(around, around.now(), around.freezes(), around.overrides(), around.ledger(), line);
    }

    /** Around a policy that is asked something else. */
    static Circumstances question(Circumstances around, UnaryOperator<Question> change) {
        return policy(around, "judge", question -> around.policy().judge(change.apply(question)));
    }

    /** Around a policy that has prepared nothing for a failure. */
    static Circumstances unprepared(Circumstances around) {
        return policy(around, "failSafe", question -> FailSafe.NONE);
    }

    /** Around a policy that takes a model that it does not know for none, when it is asked this. */
    static Circumstances modelless(Circumstances around, String asked, BiFunction<Policy, Question, Judgement> ask) {
        return policy(around, asked, question -> {
            var judgement = ask.apply(around.policy(), question);
            return judgement instanceof Judgement.Refused refused
                            && refused.code().equals(Code.UNKNOWN_MODEL.name())
                    ? ask.apply(around.policy(), unnamed(question))
                    : judgement;
        });
    }

    private static Question unnamed(Question question) {
        return new Question(
                question.principal(),
                question.action(),
                question.parameters(),
                null,
                question.inputTokens(),
                question.maxTokens(),
                question.session(),
                question.now(),
                question.remembered(),
                question.handedOver());
    }

    private static Circumstances policy(Circumstances around, String asked, Function<Question, Object> answer) {
        var policy = around.policy();
        var other = (Policy) Proxy.newProxyInstance(
                Policy.class.getClassLoader(),
                new Class<?>[] {Policy.class},
                (proxy, method, arguments) -> method.getName().equals(asked)
                        ? answer.apply((Question) arguments[0])
                        : method.invoke(policy, arguments));
        return new Circumstances(
                around.now(),
                other,
                around.freezes(),
                around.overrides(),
                around.ledger(),
                around.line(),
                around.memory(),
                around.sessions());
    }

    static Circumstances memory(Circumstances around, Memory memory) {
        return new Circumstances(
                around.now(),
                around.policy(),
                around.freezes(),
                around.overrides(),
                around.ledger(),
                around.line(),
                memory,
                around.sessions());
    }

    static Circumstances sessions(Circumstances around, SessionBook sessions) {
        return new Circumstances(
                around.now(),
                around.policy(),
                around.freezes(),
                around.overrides(),
                around.ledger(),
                around.line(),
                around.memory(),
                sessions);
    }

    /** A session of another agent, or that has ended or not. */
    static OpenedSession session(OpenedSession from, @Nullable String agent, boolean revoked) {
        return new OpenedSession(from.id(), agent, from.grants(), from.client(), from.digest(), from.until(), revoked);
    }

    private static Circumstances around(
            Circumstances from, Instant now, Freezes freezes, Overrides overrides, Ledger ledger, Line line) {
        return new Circumstances(now, from.policy(), freezes, overrides, ledger, line, from.memory(), from.sessions());
    }

    /** An answer to a question is taken for a report of the attempt itself, where these say so. */
    static Input pass(@Nullable IntentState state, Input input, BiPredicate<IntentState, Input.Reported> taken) {
        if (state == null || !(input instanceof Input.Reported report)) {
            return input;
        }
        var dossier = state.dossier();
        var request = dossier.request();
        var attempt = dossier.attempt(report.attempt()).orElse(null);
        if (attempt == null || !attempt.probe(request).equals(report.lease()) || !taken.test(state, report)) {
            return input;
        }
        return report.ofAttempt(report.attempt(), attempt.lease(request), report.appendedAt());
    }

    /** A denial that does not say which execution makes it. */
    static Input anonymous(Input input) {
        return input instanceof Input.Reported report
                        && (report.status() == ReportStatus.FAILED || report.status() == ReportStatus.FAILED_RETRYABLE)
                ? new Input.Reported(
                        report.attempt(),
                        report.lease(),
                        report.status(),
                        null,
                        report.chunks(),
                        report.result(),
                        report.fault(),
                        report.noEffect(),
                        report.used(),
                        report.cached(),
                        report.fallback(),
                        report.passedOver(),
                        report.executor(),
                        report.appendedAt())
                : input;
    }

    /** A word that does not say to which execution it is. */
    static Consequence toAnybody(Consequence consequence) {
        return consequence instanceof Consequence.Directed word
                ? new Consequence.Directed(word.dossier(), word.attempt(), word.instruction(), word.leaseUntil(), null)
                : consequence;
    }

    static Decision consequences(Decision decision, UnaryOperator<Consequence> change) {
        return new Decision(
                decision.state(), decision.consequences().stream().map(change).toList());
    }

    static Decision without(Decision decision, Class<? extends Consequence> kind) {
        return new Decision(
                decision.state(),
                decision.consequences().stream()
                        .filter(consequence -> !kind.isInstance(consequence))
                        .toList());
    }

    /** The event, telling of other movements and another state. */
    static Consequence event(Consequence consequence, @Nullable IntentState state, Ledger ledger) {
        return consequence instanceof Consequence.Recorded event
                ? new Consequence.Recorded(
                        event.from(),
                        event.began(),
                        state == null ? event.state() : state,
                        event.reasons(),
                        ledger.movements(),
                        event.actor(),
                        event.attempt(),
                        event.used(),
                        event.chunks(),
                        event.cached(),
                        event.fallback(),
                        event.replacedBy(),
                        event.attempts(),
                        event.words())
                : consequence;
    }

    static IntentState attempts(IntentState state, UnaryOperator<Attempt> change) {
        var dossier = state.dossier();
        return state.with(new Dossier(
                dossier.request(),
                dossier.version(),
                dossier.summary(),
                dossier.attempts().stream().map(change).toList(),
                dossier.begun(),
                dossier.idle(),
                dossier.idleSince(),
                dossier.metRules(),
                dossier.votes(),
                dossier.cancelledBy(),
                dossier.doubted(),
                dossier.code(),
                dossier.reasons(),
                dossier.actor(),
                dossier.since(),
                dossier.trace()));
    }

    static Attempt attempt(Attempt from, List<Hold> holds, boolean idempotent, @Nullable ReportStatus end) {
        return attempt(from, holds, idempotent, end, from.tariff());
    }

    /** At other prices. */
    static Attempt priced(Attempt from, Tariff tariff) {
        return attempt(from, from.holds(), from.idempotent(), from.end(), tariff);
    }

    /** As if one execution alone had begun it. */
    static Attempt begunOnce(Attempt from) {
        return attempt(from, from.holds(), from.idempotent(), from.end(), from.tariff(), false);
    }

    private static Attempt attempt(
            Attempt from, List<Hold> holds, boolean idempotent, @Nullable ReportStatus end, @Nullable Tariff tariff) {
        return attempt(from, holds, idempotent, end, tariff, from.again());
    }

    private static Attempt attempt(
            Attempt from,
            List<Hold> holds,
            boolean idempotent,
            @Nullable ReportStatus end,
            @Nullable Tariff tariff,
            boolean again) {
        return new Attempt(
                from.number(),
                holds,
                idempotent,
                from.granted(),
                from.timeout(),
                from.approvedAt(),
                from.startBy(),
                from.startedAt(),
                from.run(),
                from.leaseUntil(),
                from.refusedStart(),
                end,
                tariff,
                from.executor(),
                from.found(),
                again,
                from.noEffect());
    }

    static List<Hold> opened(List<Hold> holds) {
        return holds.stream()
                .map(hold -> new Hold(hold.budget(), hold.unit(), hold.window(), hold.amount(), 0, 0, true))
                .toList();
    }
}
