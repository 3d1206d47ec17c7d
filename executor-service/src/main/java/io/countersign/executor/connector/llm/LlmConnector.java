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
 * Asks models behind OpenAI-compatible {@code /chat/completions}, always streamed: the one that was approved, and in its
 * place, as long as nothing of an answer has been shown, those that the bundle allows.
 */
public final class LlmConnector implements Connector {

    private final Models models;
    private final Secrets secrets;
    private final ToLongFunction<String> tokens;
    private final ProviderEntrance entrance;
    private final boolean several;

    private LlmConnector(Models models, boolean several, Secrets secrets, ToLongFunction<String> tokens) {
        this.models = models;
        this.several = several;
        this.secrets = secrets;
        this.tokens = tokens;
        this.entrance = new ProviderEntrance(models);
    }

    /**
     * A connector to one provider, for which the route's own breaker speaks.
     *
     * @param tokens counts them, while they come and where the provider does not
     */
    static LlmConnector ofOne(Models models, Secrets secrets, ToLongFunction<String> tokens) {
        return new LlmConnector(models, false, secrets, tokens);
    }

    /** A connector to named providers, each with a breaker of its own. */
    static LlmConnector ofSeveral(Models models, Secrets secrets, ToLongFunction<String> tokens) {
        return new LlmConnector(models, true, secrets, tokens);
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
        return several ? Optional.of(entrance) : Optional.empty();
    }

    @Override
    public void close() {
        models.providers().values().forEach(provider -> provider.connections().close());
    }
}
