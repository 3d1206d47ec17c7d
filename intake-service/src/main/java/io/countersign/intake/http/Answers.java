package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.contract.Code;
import io.countersign.intake.waiting.Decision;
import io.countersign.intake.waiting.Outcome;
import io.countersign.intake.waiting.StatedReason;
import io.countersign.intake.waiting.WaitingRoom;
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
    private final ObjectMapper json;
    private final InstantSource clock;
    private final WaitingRoom room;
    private final RequestFacts facts;

    Answers(ObjectMapper json, InstantSource clock, WaitingRoom room, RequestFacts facts) {
        this.json = json;
        this.clock = clock;
        this.room = room;
        this.facts = facts;
    }

    /** The broker has it, whatever becomes of it. */
    Response accepted(String intentId, @Nullable String state, List<StatedReason> reasons) {
        facts.intent(intentId);
        return located(Response.status(Response.Status.ACCEPTED), intentId)
                .type(MediaType.APPLICATION_JSON)
                .entity(text(standing(intentId, state, reasons)))
                .build();
    }

    /** A recorded decision: accepted, or the problem of its code. */
    Response decided(String intentId, Decision decision) {
        if (decision.accepted()) {
            return accepted(intentId, decision.state(), decision.reasons());
        }
        facts.intent(intentId);
        var code = decision.code() == null ? Code.RULE.name() : decision.code();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Location", location(intentId));
        if (code.equals(Code.OVER_BUDGET.name())) {
            headers.putAll(BudgetHeaders.of(decision, clock.instant()));
        }
        return problem(new Problem(
                status(code),
                code,
                decision.reasons().stream()
                        .map(StatedReason::message)
                        .filter(message -> !message.isEmpty())
                        .findFirst()
                        .orElse(null),
                standing(intentId, decision.state(), decision.reasons()),
                headers));
    }

    Response whole(String intentId, byte[] intent) {
        facts.intent(intentId);
        return located(Response.ok(), intentId)
                .type(MediaType.APPLICATION_JSON)
                .entity(intent)
                .build();
    }

    Response notHandedOver(Outcome.NotHandedOver why) {
        return problem(
                switch (why) {
                    case BROKER_AWAY ->
                        Problems.brokerAway(
                                "the broker has not acknowledged it; a repeat under the same Idempotency-Key"
                                        + " cannot do it twice");
                    case TOO_LARGE -> Problem.of(Code.TOO_LARGE, "it is larger than a record may be");
                    case FULL -> Problems.full(room.seats());
                });
    }

    /** policy-stream's answer as ours. */
    Response found(QueryAnswer answer) {
        return switch (answer) {
            case QueryAnswer.Found found ->
                Response.ok(found.json(), MediaType.APPLICATION_JSON).build();
            case QueryAnswer.Refused refused -> problem(refused.problem());
            case QueryAnswer.Away away -> problem(Problems.brokerAway("policy-stream does not answer"));
        };
    }

    Response problem(Problem problem) {
        facts.code(problem.code());
        var response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(text(problem.json()));
        problem.headers().forEach(response::header);
        return response.build();
    }

    static String location(String intentId) {
        return "/v1/intents/" + intentId;
    }

    private static Response.ResponseBuilder located(Response.ResponseBuilder response, String intentId) {
        return response.header("Location", location(intentId));
    }

    private static Map<String, Object> standing(String intentId, @Nullable String state, List<StatedReason> reasons) {
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

    /** A code that this version does not know refuses all the same. */
    private static int status(String code) {
        for (var known : Code.values()) {
            if (known.name().equals(code)) {
                return known.status();
            }
        }
        return Code.RULE.status();
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are JSON", e);
        }
    }
}
