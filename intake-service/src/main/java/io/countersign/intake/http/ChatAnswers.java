package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.waiting.StatedReason;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What is said of a chat that has no answer. */
@Singleton
final class ChatAnswers {
    /** What stands behind us has failed, and we have tried what there was to try. */
    private static final int BAD_GATEWAY = 502;

    private final Chats chats;
    private final InstantSource clock;

    ChatAnswers(Chats chats, InstantSource clock) {
        this.chats = chats;
        this.clock = clock;
    }

    static boolean hasSucceeded(ObjectNode intent) {
        return intent.path("state").asText().equals("SUCCEEDED");
    }

    /** It waits for a person, and is found again by its id; what would wait for a window is given up instead. */
    Problem waiting(Chats.Beginning.Waits waits, Caller caller) {
        boolean held = waits.state().equals(IntentState.HELD);
        if (!held) {
            chats.cancel(caller, waits.intentId());
        }
        var why = waits.decision().reasons().stream()
                .map(StatedReason::message)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse(held ? "it is held for review" : "it would have to wait");
        var problem = Problem.of(held ? 403 : 429, held ? IntentState.HELD : Code.OVER_BUDGET.name(), why)
                .withMember("id", waits.intentId())
                .withMember("state", waits.state())
                .withHeader("Location", Answers.location(waits.intentId()));
        for (var header : BudgetHeaders.of(waits.decision(), clock.instant()).entrySet()) {
            problem = problem.withHeader(header.getKey(), header.getValue());
        }
        return problem;
    }

    /** It has come to rest without an answer. */
    Problem failed(ObjectNode intent) {
        var error = intent.path("error");
        var state = intent.path("state").asText();
        var code = error.path("code").asText(state);
        var message = error.path("message").asText("");
        if (message.isEmpty()) {
            message = intent.path("reasons").path(0).path("message").asText("");
        }
        return Problem.of(BAD_GATEWAY, code, message.isEmpty() ? "it ended as " + state : message)
                .withMember("id", intent.path("id").asText())
                .withMember("state", state)
                .withHeader("Location", Answers.location(intent.path("id").asText()));
    }
}
