package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.waiting.StatedReason;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What is said of a chat that has no answer. */
@Singleton
final class ChatAnswers {
    /** What stands behind us has failed, and we have tried what there was to try. */
    private static final int BAD_GATEWAY = 502;

    private static final String FOUND_AGAIN = "ask for the intent, or repeat the chat under the same Idempotency-Key";

    private final Chats chats;
    private final InstantSource clock;

    ChatAnswers(Chats chats, InstantSource clock) {
        this.chats = chats;
        this.clock = clock;
    }

    static boolean hasSucceeded(ObjectNode intent) {
        return intent.path("state").asText().equals("SUCCEEDED");
    }

    /** As it was decided: it waits for a person, or would have to wait for a window. */
    Problem waiting(Chats.Beginning.Waits waits, Caller caller) {
        var why = waits.decision().reasons().stream()
                .map(StatedReason::message)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse("");
        var problem = waiting(caller, waits.intentId(), waits.state(), why);
        for (var header : BudgetHeaders.of(waits.decision(), clock.instant()).entrySet()) {
            // When a window opens says nothing about when a person comes.
            if (!header.getKey().equals("Retry-After") || waits.state().equals(IntentState.DEFERRED)) {
                problem = problem.withHeader(header.getKey(), header.getValue());
            }
        }
        return problem;
    }

    /** It has come to rest without an answer, or waits for one. */
    Problem unanswered(ObjectNode intent, Caller caller) {
        var id = intent.path("id").asText();
        var state = intent.path("state").asText();
        var reason = intent.path("reasons").path(0);
        if (IntentState.waits(state)) {
            return waiting(caller, id, state, reason.path("message").asText(""));
        }
        if (state.equals(IntentState.REJECTED)) {
            var code = reason.path("code").asText(Code.RULE.name());
            return named(
                    Problem.of(
                            Problem.statusOf(code, Code.RULE),
                            code,
                            reason.path("message").asText("")),
                    id,
                    state);
        }
        var error = intent.path("error");
        var message = error.path("message").asText(reason.path("message").asText(""));
        return named(
                Problem.of(
                        BAD_GATEWAY,
                        error.path("code").asText(state),
                        message.isEmpty() ? "it ended as " + state : message),
                id,
                state);
    }

    /** The same, or, of an intent that is not to be seen, that nothing more can be told of it. */
    Problem unanswered(Optional<ObjectNode> intent, Chats.Chat chat, Caller caller) {
        return intent.map(found -> unanswered(found, caller)).orElseGet(() -> untold(chat));
    }

    /** What waits for a person is found again by its id; what would wait for a window is given up instead. */
    private Problem waiting(Caller caller, String id, String state, String why) {
        boolean held = state.equals(IntentState.HELD);
        if (!held) {
            chats.cancel(caller, id);
        }
        return named(
                Problem.of(
                        held ? 403 : 429,
                        held ? IntentState.HELD : Code.OVER_BUDGET.name(),
                        !why.isEmpty() ? why : held ? "it is held for review" : "it would have to wait"),
                id,
                state);
    }

    /** The broker has it: to say it again without its key would be another chat. */
    private static Problem untold(Chats.Chat chat) {
        var problem = chat.isLive()
                ? Problems.away("what became of it cannot be told now: " + FOUND_AGAIN)
                : Problems.badToken("the token ended before the answer did: with a new one, " + FOUND_AGAIN);
        return named(problem, chat.intentId()).withHeader("x-should-retry", "false");
    }

    private static Problem named(Problem problem, String id, String state) {
        return named(problem, id).withMember("state", state);
    }

    private static Problem named(Problem problem, String id) {
        return problem.withMember("id", id).withHeader("Location", Answers.location(id));
    }
}
