package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemAnswers;
import io.countersign.door.Problems;
import io.countersign.door.admission.Exceeded;
import io.countersign.intake.waiting.Decision;
import io.countersign.intake.waiting.Outcome;
import io.countersign.intake.waiting.StatedReason;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what is known into what is answered. */
@Singleton
final class Answers {
    private final ProblemAnswers problems;
    private final InstantSource clock;
    private final RequestFacts facts;

    Answers(ProblemAnswers problems, InstantSource clock, RequestFacts facts) {
        this.problems = problems;
        this.clock = clock;
        this.facts = facts;
    }

    /** The broker has it, whatever becomes of it. */
    Response accepted(String intentId, @Nullable String state, List<StatedReason> reasons) {
        facts.intent(intentId);
        return located(Response.status(Response.Status.ACCEPTED), intentId)
                .type(MediaType.APPLICATION_JSON)
                .entity(standing(intentId, state, reasons))
                .build();
    }

    /** A recorded decision: accepted, or the problem of its code. */
    Response decided(String intentId, Decision decision) {
        if (decision.accepted()) {
            return accepted(intentId, decision.state(), decision.reasons());
        }
        facts.intent(intentId);
        return problem(refusal(intentId, decision));
    }

    /** Why a recorded decision has refused. */
    Problem refusal(String intentId, Decision decision) {
        var code = decision.code() == null ? Code.RULE.name() : decision.code();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Location", location(intentId));
        if (code.equals(Code.OVER_BUDGET.name())) {
            headers.putAll(BudgetHeaders.of(decision, clock.instant()));
        }
        return new Problem(
                // A code that this version does not know refuses all the same.
                Problem.statusOf(code, Code.RULE),
                code,
                firstMessage(decision),
                standing(intentId, decision.state(), decision.reasons()),
                headers);
    }

    /** A refusal that is about no intent. */
    Response refused(Decision decision) {
        var code = decision.code() == null ? Code.NOT_GRANTED.name() : decision.code();
        return problem(new Problem(
                Problem.statusOf(code, Code.NOT_GRANTED),
                code,
                firstMessage(decision),
                Map.of(
                        "reasons",
                        decision.reasons().stream().map(Answers::stated).toList()),
                BudgetHeaders.of(decision, clock.instant())));
    }

    Response whole(String intentId, byte[] intent) {
        facts.intent(intentId);
        return located(Response.ok(), intentId)
                .type(MediaType.APPLICATION_JSON)
                .entity(intent)
                .build();
    }

    Response notHandedOver(Outcome.NotHandedOver why) {
        return problem(withheld(why));
    }

    /** Why something is not known to be with the broker. */
    Problem withheld(Outcome.NotHandedOver why) {
        return switch (why) {
            case Outcome.BrokerAway away ->
                Problems.away("the broker has not acknowledged it; a repeat under the same Idempotency-Key"
                        + " cannot do it twice");
            case Outcome.TooLarge tooLarge -> Problem.of(Code.TOO_LARGE, "it is larger than a record may be");
            case Outcome.Full(var exceeded) -> full(exceeded);
        };
    }

    /** policy-stream's answer as ours. */
    Response found(QueryAnswer answer) {
        return switch (answer) {
            case QueryAnswer.Found found ->
                Response.ok(found.json(), MediaType.APPLICATION_JSON).build();
            case QueryAnswer.Refused refused -> problem(refused.problem());
            case QueryAnswer.Away away -> problem(unanswered());
        };
    }

    static Problem unanswered() {
        return Problems.away("policy-stream does not answer");
    }

    Response problem(Problem problem) {
        return problems.answer(problem);
    }

    static Problem noSuchIntent() {
        return Problem.of(Code.NOT_FOUND, "there is no such intent");
    }

    static Problem full(Exceeded exceeded) {
        return Problems.exceeded(
                exceeded,
                "too many requests wait here already, or streams are open: "
                        + exceeded.limit().quota() + " may at the same time ("
                        + exceeded.limit().name() + ")");
    }

    static String location(String intentId) {
        return "/v1/intents/" + intentId;
    }

    private static @Nullable String firstMessage(Decision decision) {
        return decision.reasons().stream()
                .map(StatedReason::message)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static Response.ResponseBuilder located(Response.ResponseBuilder response, String intentId) {
        return response.header("Location", location(intentId));
    }

    /** How an intent stands, as far as its decision tells. */
    static Map<String, Object> standing(String intentId, @Nullable String state, List<StatedReason> reasons) {
        var standing = new LinkedHashMap<String, Object>();
        standing.put("id", intentId);
        if (state != null) {
            standing.put("state", state);
        }
        standing.put("reasons", reasons.stream().map(Answers::stated).toList());
        return standing;
    }

    private static Map<String, Object> stated(StatedReason reason) {
        var stated = new LinkedHashMap<String, Object>();
        stated.put("code", reason.code());
        if (reason.rule() != null) {
            stated.put("rule", reason.rule());
        }
        stated.put("message", reason.message());
        return stated;
    }
}
