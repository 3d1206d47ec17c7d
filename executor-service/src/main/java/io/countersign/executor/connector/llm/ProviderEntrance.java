package io.countersign.executor.connector.llm;

import io.countersign.executor.gate.Breaker;
import io.countersign.executor.gate.Breaker.State;
import io.countersign.executor.gate.Entrance;
import io.countersign.executor.gate.Pass;
import io.countersign.protocol.ApprovedAction;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a call begin while one of the providers that have its models takes calls. If each of them is paused, the call
 * waits until it may try one of them.
 */
final class ProviderEntrance implements Entrance {

    /**
     * Leave to try a paused provider, for its breaker to learn from; the attempt takes it out, or it goes to another.
     */
    private final class Trial implements Pass {

        private final ApprovedAction action;
        private final Provider provider;
        private final Pass pass;

        Trial(ApprovedAction action, Provider provider, Pass pass) {
            this.action = action;
            this.provider = provider;
            this.pass = pass;
        }

        @Override
        public void left() {
            if (trials.remove(action, this)) {
                pass.left();
            }
        }
    }

    private final Models models;
    private final Map<String, Provider> providers;

    /** By the delivery itself, as the same request can be here twice. */
    private final Map<ApprovedAction, Trial> trials = Collections.synchronizedMap(new IdentityHashMap<>());

    /** An entrance to these providers, by name, of which one has each model. */
    ProviderEntrance(Models models, Map<String, Provider> providers) {
        this.models = models;
        this.providers = providers;
    }

    @Override
    public Optional<Pass> tryEnter(ApprovedAction action) {
        var able = models.providersOf(action);
        if (able.isEmpty() || flows(able)) {
            return Optional.of(Pass.FREE);
        }
        for (var provider : able) {
            var pass = provider.breaker().tryEnter();
            if (pass.isPresent()) {
                var trial = new Trial(action, provider, pass.get());
                trials.put(action, trial);
                return Optional.of(trial);
            }
        }
        return Optional.empty();
    }

    /** The leave that an action has got to try this provider; once. */
    Optional<Pass> trial(ApprovedAction action, Provider provider) {
        var trial = trials.get(action);
        return trial != null && trial.provider == provider && trials.remove(action, trial)
                ? Optional.of(trial.pass)
                : Optional.empty();
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
        var all = providers.values();
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
        providers.forEach((name, provider) -> breakers.put(name, provider.breaker()));
        return breakers;
    }

    private static boolean flows(Collection<Provider> providers) {
        return providers.stream().anyMatch(provider -> provider.breaker().state() == State.FLOWING);
    }
}
