package io.countersign.executor.connector.llm;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Headers;
import io.countersign.executor.chat.ChatRequest;
import io.countersign.executor.chat.ChatStream;
import io.countersign.executor.chat.ChatUse;
import io.countersign.executor.connector.HttpConnector;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.connector.llm.ModelCall.Deadlines;
import io.countersign.executor.connector.llm.Reply.Answer;
import io.countersign.executor.connector.llm.Reply.NoAnswer;
import io.countersign.executor.execution.Health;
import io.countersign.executor.gate.Pass;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** One attempt: asks one model after the other until one answers, and says what came of it. */
final class ModelsInTurn {

    private static final String BUSY = "PROVIDER_BUSY";

    private final ApprovedAction action;
    private final ChatRequest chat;
    private final Attempt attempt;
    private final Secrets secrets;
    private final ToLongFunction<String> tokens;
    private final ProviderEntrance entrance;
    private final Deadline end;
    private final Map<String, NoAnswer> failures = new LinkedHashMap<>();

    ModelsInTurn(
            ApprovedAction action,
            ChatRequest chat,
            Attempt attempt,
            Secrets secrets,
            ToLongFunction<String> tokens,
            ProviderEntrance entrance) {
        this.action = action;
        this.chat = chat;
        this.attempt = attempt;
        this.secrets = secrets;
        this.tokens = tokens;
        this.entrance = entrance;
        this.end = Deadline.in(action.timeout());
    }

    /** Asks the models that may answer in their order. */
    Result ask(Models models) throws InterruptedException {
        var names = models.named(action);
        if (names.isEmpty()) {
            return Result.failed("NO_ROUTE_FOR_MODEL", "neither the action nor its route names a model");
        }
        for (var name : names) {
            passOver();
            switch (ask(name, models)) {
                case Answer(var result, var use) -> {
                    return new Result.Succeeded(result, use, source(names.getFirst(), name));
                }
                case NoAnswer none -> {
                    failures.put(name, none.without(secrets));
                    if (isLast(none)) {
                        return new Failures(failures).result(action.idempotent());
                    }
                }
            }
        }
        return new Failures(failures).result(action.idempotent());
    }

    /** The model that failed last is passed over, now that there is another one. */
    private void passOver() {
        if (!failures.isEmpty()) {
            var last =
                    failures.entrySet().stream().reduce((one, other) -> other).orElseThrow();
            attempt.passedOver(last.getKey(), last.getValue().failure());
        }
    }

    /** No other model is asked if that would not help, or if this one may have done what may be done once only. */
    private boolean isLast(NoAnswer none) {
        return switch (none.reason()) {
            case UNSENT, UNROUTED, REFUSED, BARRED -> false;
            case UNDECIDED -> !action.idempotent();
            case BAD_REQUEST, TORN -> true;
        };
    }

    private static Result.Source source(String asked, String answered) {
        return asked.equals(answered) ? Result.Source.CALLED : Result.Source.FALLBACK;
    }

    private Reply ask(String name, Models models) throws InterruptedException {
        var route = models.model(name);
        if (route.isEmpty()) {
            return NoAnswer.unrouted("NO_ROUTE_FOR_MODEL", "this executor has no route to the model");
        }
        var model = route.get();
        var provider = model.provider();
        var pass = entrance.trial(action, provider).or(provider.breaker()::tryEnter);
        if (pass.isPresent()) {
            return ask(model, pass.get(), models);
        }
        // Whoever has no other model to ask loses nothing by asking this one.
        return left(models) > 1 ? paused(provider) : placed(model, models);
    }

    private static NoAnswer paused(Provider provider) {
        var failure = new Failure("PROVIDER_PAUSED", "calls to the provider are paused, as it fails");
        var again = Optional.of(provider.breaker().pausedFor()).filter(Duration::isPositive);
        return NoAnswer.unsent(failure, again);
    }

    private Reply ask(Model model, Pass pass, Models models) throws InterruptedException {
        try {
            var reply = placed(model, models);
            if (!isBusy(reply) && !Health.isOurDoing(attempt.cancellation())) {
                pass.learn(
                        switch (reply) {
                            case Answer(var result, var use) -> new Result.Succeeded(result, use);
                            case NoAnswer none -> new Failures(Map.of(model.name(), none)).result(true);
                        });
            }
            return reply;
        } catch (InterruptedException cutOff) {
            pass.learn(Health.ofException(attempt.cancellation()));
            throw cutOff;
        } finally {
            pass.left();
        }
    }

    /** That all places are taken tells nothing of the provider. */
    private static boolean isBusy(Reply reply) {
        return reply instanceof NoAnswer none && none.failure().code().equals(BUSY);
    }

    /** Waits for a place, half of the time at most: a call that begins when it must end would be made for nothing. */
    private Reply placed(Model model, Models models) throws InterruptedException {
        var provider = model.provider();
        var firstWord = firstWord(provider, models);
        if (!provider.places().tryAcquire(firstWord.left() / 2, TimeUnit.NANOSECONDS)) {
            return NoAnswer.unsent(BUSY, "as many calls as the provider may have are under way");
        }
        try {
            return ask(model, new Deadlines(firstWord, end));
        } finally {
            provider.places().release();
        }
    }

    /** A model that is silent leaves the others their share of the time. */
    private Deadline firstWord(Provider provider, Models models) {
        var share = Deadline.in(Duration.ofNanos(end.left() / left(models)));
        return provider.timeout().map(timeout -> Deadline.in(timeout).or(share)).orElse(share);
    }

    /** How many models can still be asked, the next one included. */
    private long left(Models models) {
        return models.named(action).stream()
                .filter(name ->
                        !failures.containsKey(name) && models.model(name).isPresent())
                .count();
    }

    private Reply ask(Model model, Deadlines deadlines) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(model, failures.isEmpty());
        } catch (IOException | IllegalArgumentException secretIsGone) {
            return NoAnswer.unsent("SECRET_UNAVAILABLE", "a secret of the route is not available");
        }
        var stream =
                new ChatStream(new ChatStream.Terms(model.name(), chat.most()), new SecretScreens(secrets), tokens);
        var call = new ModelCall(
                stream, attempt, () -> ChatUse.ofRequest(chat.parameters(), tokens), chat.most(), deadlines);
        return model.provider().connections().use(action.idempotent(), client -> call.ask(client, request));
    }

    /** Two models of one provider are asked two things. */
    private String keyFor(Model model) {
        return action.idempotencyKey() + "-" + Integer.toHexString(model.name().hashCode());
    }

    private HttpRequest request(Model model, boolean isFirst) throws IOException {
        var provider = model.provider();
        var base = provider.url().value().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream, application/json")
                .header(HttpConnector.IDEMPOTENCY_KEY, isFirst ? action.idempotencyKey() : keyFor(model))
                .POST(BodyPublishers.ofString(CanonicalJson.write(chat.body(model.as(), model.limit()))));
        if (action.traceparent() != null) {
            request.header(Headers.TRACEPARENT, action.traceparent());
        }
        for (var header : provider.headers().entrySet()) {
            request.setHeader(header.getKey(), header.getValue().value());
        }
        return request.build();
    }
}
