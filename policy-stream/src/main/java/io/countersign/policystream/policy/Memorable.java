package io.countersign.policystream.policy;

import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Recollection;
import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Variables;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a bundle can look back at: its counters, and how many intents of its actions were approved in a session. What
 * nothing was added to is 0.
 *
 * @param actions in one order, as expressions may list them
 */
record Memorable(Map<String, Counter> declared, Set<String> actions) {
    static final Memorable NOTHING = new Memorable(Map.of(), Set.of());

    static Memorable of(Map<String, ActionPolicy> byAction) {
        return new Memorable(
                byAction.values().stream()
                        .flatMap(policy -> policy.counters().stream())
                        .collect(Collectors.toUnmodifiableMap(Counter::name, Function.identity(), (one, same) -> one)),
                Collections.unmodifiableSortedSet(new TreeSet<>(byAction.keySet())));
    }

    /** The variable {@code counters}. A key is evaluated when its counter is looked at. */
    Map<String, Object> counters(Recollection remembered, Instant now, Variables variables) {
        return new NamedValues(
                declared.keySet(),
                name -> counted(remembered, now, variables, Objects.requireNonNull(declared.get(name))));
    }

    /** The field {@code counts} of the variable {@code session}. */
    Map<String, Object> counts(Recollection remembered) {
        return new NamedValues(actions, name -> remembered.counts().getOrDefault(name, 0L));
    }

    private static double counted(Recollection remembered, Instant now, Variables variables, Counter counter) {
        return switch (counter.key().evaluate(variables)) {
            case Evaluated.Is<String>(String key) ->
                remembered
                        .counted(new CounterKey(
                                counter.name(), key, counter.window().at(now)))
                        .doubleValue();
            case Evaluated.Failed<String>(String why) ->
                throw new IllegalArgumentException("the key of " + counter.name() + " could not be evaluated: " + why);
        };
    }
}
