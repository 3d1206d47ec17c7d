package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.identity.Caller;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.http.Chats.Beginning;
import io.countersign.intake.mcp.ToolResult;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.submission.Naming;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
import io.countersign.intake.waiting.PromisedVersions;
import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of tools: an action becomes an intent that is waited for; the door's own tools ask for one, and cancel one. */
@Singleton
final class ToolCalls {
    private final Chats chats;
    private final ChatAnswers chatAnswers;
    private final Handover handover;
    private final PolicyStream policyStream;
    private final PromisedVersions promised;
    private final Answers answers;
    private final McpProblems problems;
    private final RequestFacts facts;
    private final ObjectMapper json;
    private final ObjectReader exact;

    ToolCalls(
            Chats chats,
            ChatAnswers chatAnswers,
            Handover handover,
            PolicyStream policyStream,
            PromisedVersions promised,
            Answers answers,
            McpProblems problems,
            RequestFacts facts,
            ObjectMapper json) {
        this.chats = chats;
        this.chatAnswers = chatAnswers;
        this.handover = handover;
        this.policyStream = policyStream;
        this.promised = promised;
        this.answers = answers;
        this.problems = problems;
        this.facts = facts;
        this.json = json;
        this.exact = ExactJson.reader(json);
    }

    /** Hands an action over and waits for its end, for as long as {@code who} listens. */
    ToolResult act(Caller caller, IntentStreams.Listening who, Reading reading, AnswerNarration.Reader reader)
            throws InterruptedException {
        return switch (reading) {
            case Refusal refusal -> failed(Problem.of(refusal.code(), refusal.detail()));
            case Submission submission -> act(caller, who, submission, reader);
        };
    }

    private ToolResult act(
            Caller caller, IntentStreams.Listening who, Submission submission, AnswerNarration.Reader reader)
            throws InterruptedException {
        try {
            return switch (chats.begin(caller, who, submission)) {
                case Beginning.Refused(var id, var decision) -> named(id, failed(answers.refusal(id, decision)));
                case Beginning.NotHandedOver(var why) -> failed(answers.withheld(why));
                case Beginning.Waits waits -> named(waits.intentId(), waiting(waits, caller));
                case Beginning.Begun(var begun) -> named(begun.intentId(), followed(begun, caller, reader));
            };
        } catch (ProblemException notNow) {
            return failed(notNow.problem());
        }
    }

    private ToolResult waiting(Beginning.Waits waits, Caller caller) {
        return waits.state().equals(IntentState.HELD)
                ? ToolResult.held(json.valueToTree(Answers.standing(
                        waits.intentId(), waits.state(), waits.decision().reasons())))
                : failed(chatAnswers.waiting(waits, caller));
    }

    private ToolResult followed(Chats.Chat chat, Caller caller, AnswerNarration.Reader reader)
            throws InterruptedException {
        try (chat) {
            var rest = chat.read(reader);
            if (rest.isPresent()) {
                return ended(rest.get(), caller);
            }
            return chat.present()
                    .map(now -> isOver(now) ? ended(now, caller) : ToolResult.goesOn(now))
                    .orElseGet(() -> untold(chat.intentId()));
        } catch (AnswerNarration.ReaderGone gone) {
            chat.leave();
            throw new InterruptedException("the client has gone away");
        } catch (IOException away) {
            return untold(chat.intentId());
        } catch (InterruptedException gone) {
            chat.leave();
            throw gone;
        }
    }

    private static boolean isOver(ObjectNode intent) {
        var state = intent.path("state").asText();
        return IntentState.isAtRest(state) || IntentState.waits(state);
    }

    private ToolResult ended(ObjectNode intent, Caller caller) {
        if (ChatAnswers.hasSucceeded(intent)) {
            return ToolResult.done(intent);
        }
        if (intent.path("state").asText().equals(IntentState.HELD)) {
            return ToolResult.held(intent);
        }
        var known = ToolResult.told(intent);
        var problem = chatAnswers.unanswered(intent, caller);
        known.setAll(problems.known(problem));
        return failed(problem, known);
    }

    /** The broker has it: to call it again would be another intent. */
    private ToolResult untold(String intentId) {
        var intent = JsonNodeFactory.instance.objectNode().put("id", intentId);
        return failed(
                Problem.of(
                        Code.BROKER_AWAY,
                        "it was handed over, and what became of it cannot be told now: do not call it again, ask for it"),
                intent);
    }

    /** What became of an intent of the caller's own. */
    ToolResult status(Caller caller, String token, Naming naming) throws InterruptedException {
        return switch (naming) {
            case Naming.Unusable(var refusal) -> failed(Problem.of(refusal.code(), refusal.detail()));
            case Naming.Named(var id) when IntentIds.isValid(id) -> status(caller, token, id);
            case Naming.Named unknown -> failed(Answers.noSuchIntent());
        };
    }

    private ToolResult status(Caller caller, String token, String id) throws InterruptedException {
        var version = promised.of(caller.owner().key(), id);
        return switch (policyStream.intent(id, version, token)) {
            case QueryAnswer.Found found -> named(id, ToolResult.state(ExactJson.intent(exact, found.json())));
            case QueryAnswer.Refused refused -> failed(refused.problem());
            case QueryAnswer.Away away -> failed(Answers.unanswered());
        };
    }

    /** Ends one of the caller's own intents early. */
    ToolResult cancel(Caller caller, Naming naming) throws InterruptedException {
        return switch (naming) {
            case Naming.Unusable(var refusal) -> failed(Problem.of(refusal.code(), refusal.detail()));
            case Naming.Named(var id) when IntentIds.isValid(id) -> cancel(caller, id);
            case Naming.Named unknown -> failed(Answers.noSuchIntent());
        };
    }

    private ToolResult cancel(Caller caller, String id) throws InterruptedException {
        return switch (handover.cancel(caller, id)) {
            case Outcome.Published published -> named(id, stands(id, null));
            case Outcome.Ended ended -> named(id, stands(id, ended.state()));
            case Outcome.Decided(var intentId, var decision)
            when decision.accepted() -> named(id, stands(intentId, decision.state()));
            case Outcome.Decided(var intentId, var decision) -> failed(answers.refusal(intentId, decision));
            case Outcome.NotHandedOver why -> failed(answers.withheld(why));
        };
    }

    private ToolResult stands(String id, @Nullable String state) {
        return ToolResult.state(json.valueToTree(Answers.standing(id, state, List.of())));
    }

    private ToolResult failed(Problem problem) {
        return failed(problem, problems.known(problem));
    }

    private ToolResult failed(Problem problem, ObjectNode known) {
        facts.refused(problem.code());
        var detail = problem.detail();
        return ToolResult.failed(problem.code(), detail == null ? "" : detail, known);
    }

    private ToolResult named(String intentId, ToolResult result) {
        facts.intent(intentId);
        return result;
    }
}
