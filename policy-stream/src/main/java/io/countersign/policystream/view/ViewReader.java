package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads one partition of the view. */
record ViewReader(
        ReadOnlyKeyValueStore<String, IntentFacts> intents,
        ReadOnlyKeyValueStore<String, IntentText> texts,
        ReadOnlyKeyValueStore<String, String> newest,
        ReadOnlyKeyValueStore<String, BudgetUse> budgets,
        ReadOnlyKeyValueStore<String, RunningIntent> running) {

    /** The partition's stores; empty while they are not all open here. */
    static Optional<ViewReader> of(ViewAccess access, int partition) {
        Optional<ReadOnlyKeyValueStore<String, IntentFacts>> intents = access.store(ViewStores.INTENTS, partition);
        Optional<ReadOnlyKeyValueStore<String, IntentText>> texts = access.store(ViewStores.TEXTS, partition);
        Optional<ReadOnlyKeyValueStore<String, String>> newest = access.store(ViewStores.NEWEST, partition);
        Optional<ReadOnlyKeyValueStore<String, BudgetUse>> budgets = access.store(ViewStores.BUDGETS, partition);
        Optional<ReadOnlyKeyValueStore<String, RunningIntent>> running = access.store(ViewStores.RUNNING, partition);
        return intents.isEmpty() || texts.isEmpty() || newest.isEmpty() || budgets.isEmpty() || running.isEmpty()
                ? Optional.empty()
                : Optional.of(new ViewReader(intents.get(), texts.get(), newest.get(), budgets.get(), running.get()));
    }

    Optional<IntentView> intent(Owner owner, String id) {
        return Optional.ofNullable(intents.get(ViewKeys.intent(owner.key(), id)))
                .map(this::joined);
    }

    private IntentView joined(IntentFacts facts) {
        var words = new HashMap<String, IntentText>();
        var prefix = ViewKeys.intent(facts.owner(), facts.id());
        try (var found = texts.range(ViewKeys.from(prefix), ViewKeys.to(prefix))) {
            found.forEachRemaining(entry -> words.put(entry.key.substring(prefix.length() + 1), entry.value));
        }
        return IntentView.of(facts, words);
    }

    /** The owner's intents behind a place, newest first; to be closed. */
    KeyValueIterator<String, String> newest(Owner owner, String place) {
        return newest.range(ViewKeys.from(owner.key()) + place, ViewKeys.to(owner.key()));
    }

    List<BudgetUse> budgets(Owner owner) {
        return values(budgets.range(ViewKeys.from(owner.key()), ViewKeys.to(owner.key())));
    }

    List<RunningIntent> runningIntents() {
        return values(running.all());
    }

    private static <V> List<V> values(KeyValueIterator<String, V> iterator) {
        try (iterator) {
            var values = new ArrayList<V>();
            iterator.forEachRemaining((KeyValue<String, V> entry) -> values.add(entry.value));
            return values;
        }
    }
}
