package io.countersign.executor.connector.llm;

import io.countersign.executor.gate.Breaker;
import io.countersign.executor.gate.Breaker.State;
import io.countersign.executor.gate.Entrance;
import io.countersign.protocol.ApprovedAction;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a call begin while one of the providers that have its models takes calls. If each of them is paused, the call waits until
 * it may try one of them.
 */
final class ProviderEntrance implements Entrance {

    /** Leave to call a provider that was paused, until the attempt makes use of it. */
    private record Trial(Provider provider, Breaker.Pass pass) {}

    private final Models models;
    private final Breaker open = Breaker.never();

    /** By the delivery itself, as the same request can be here twice. */
    private final Map<ApprovedAction, Trial> trials = Collections.synchronizedMap(new IdentityHashMap<>());

    ProviderEntrance(Models models) {
        this.models = models;
    }

    @Override
    public Optional<Breaker.Pass> tryEnter(ApprovedAction action) {
        var able = models.providersOf(action);
        if (able.isEmpty() || flows(able)) {
            return open.tryEnter();
        }
        for (var provider : able) {
            var pass = provider.breaker().tryEnter();
            if (pass.isPresent()) {
                trials.put(action, new Trial(provider, pass.get()));
                return open.tryEnter();
            }
        }
        return Optional.empty();
    }

    /** The leave that an action has got to try this provider; once. */
    Optional<Breaker.Pass> trial(ApprovedAction action, Provider provider) {
        var trial = trials.get(action);
        return trial != null && trial.provider() == provider && trials.remove(action, trial)
                ? Optional.of(trial.pass())
                : Optional.empty();
    }

    @Override
    public void left(ApprovedAction action) {
        var unused = trials.remove(action);
        if (unused != null) {
            unused.pass().left();
        }
    }

    @Override
    public Duration pausedFor(ApprovedAction action) {
        return models.providersOf(action).stream()
                .map(provider -> provider.breaker().pausedFor())
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public State state() {
        var all = models.providers().values();
        if (flows(all)) {
            return State.FLOWING;
        }
        return all.stream().anyMatch(provider -> provider.breaker().state() == State.TRYING)
                ? State.TRYING
                : State.PAUSED;
    }

    @Override
    public Map<String, Breaker> providers() {
        var breakers = new LinkedHashMap<String, Breaker>();
        models.providers().forEach((name, provider) -> breakers.put(name, provider.breaker()));
        return breakers;
    }

    private static boolean flows(Collection<Provider> providers) {
        return providers.stream().anyMatch(provider -> provider.breaker().state() == State.FLOWING);
    }
}
