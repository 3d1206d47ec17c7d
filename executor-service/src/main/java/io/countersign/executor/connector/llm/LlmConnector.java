package io.countersign.executor.connector.llm;

import io.countersign.executor.chat.ChatRequest;
import io.countersign.executor.chat.UnusableChat;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.executor.gate.Entrance;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Asks models behind OpenAI-compatible {@code /chat/completions}, always streamed: the one that was approved, and in
 * its place, as long as nothing of an answer has been shown, those that the bundle allows.
 */
public final class LlmConnector implements Connector {

    private final Models models;
    private final ProviderEntrance entrance;
    private final Secrets secrets;
    private final ToLongFunction<String> tokens;

    /**
     * A connector.
     *
     * @param entrance to the providers that have names; of one without the route's own breaker speaks
     * @param tokens counts them, while they come and where the provider does not
     */
    LlmConnector(Models models, ProviderEntrance entrance, Secrets secrets, ToLongFunction<String> tokens) {
        this.models = models;
        this.entrance = entrance;
        this.secrets = secrets;
        this.tokens = tokens;
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) throws InterruptedException {
        ChatRequest chat;
        try {
            chat = ChatRequest.of(action, CallValues.parameters(action));
        } catch (UnusableChat | UnusableParameter unusable) {
            return Result.failed("UNUSABLE_PARAMETER", String.valueOf(unusable.getMessage()));
        }
        return new ModelsInTurn(action, chat, attempt, secrets, tokens, entrance).ask(models);
    }

    @Override
    public Optional<Entrance> entrance() {
        return entrance.providers().isEmpty() ? Optional.empty() : Optional.of(entrance);
    }

    @Override
    public void close() {
        models.providers().forEach(provider -> provider.connections().close());
    }
}
