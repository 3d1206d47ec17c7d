package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import io.countersign.policystream.store.ReadSection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Reads one partition of the view. */
record ViewReader(
        ReadSection<String, IntentFacts> intents,
        ReadSection<String, IntentText> texts,
        ReadSection<String, String> newest,
        ReadSection<String, BudgetUse> budgets,
        ReadSection<String, RunningIntent> running,
        ReadSection<Long, ActivatedPolicy> activations,
        ReadSection<String, SessionFacts> sessions) {

    /** The partition's part of the view; empty while it is not open here. */
    static Optional<ViewReader> of(ViewAccess access, int partition) {
        return access.store(partition)
                .map(store -> new ViewReader(
                        ViewStores.INTENTS.asked(store),
                        ViewStores.TEXTS.asked(store),
                        ViewStores.NEWEST.asked(store),
                        ViewStores.BUDGETS.asked(store),
                        ViewStores.RUNNING.asked(store),
                        ViewStores.ACTIVATIONS.asked(store),
                        ViewStores.SESSIONS.asked(store)));
    }

    Optional<IntentView> intent(Owner owner, String id) {
        return Optional.ofNullable(intents.get(ViewKeys.intent(owner.key(), id)))
                .map(this::joined);
    }

    /** As {@link #intent}, where the version says it all; empty where a session can end, which changes no version. */
    Optional<IntentView> intentByVersion(Owner owner, String id) {
        return Optional.ofNullable(intents.get(ViewKeys.intent(owner.key(), id)))
                .filter(facts -> facts.sessionIfOpen().isEmpty())
                .map(this::joined);
    }

    private IntentView joined(IntentFacts facts) {
        var words = new HashMap<String, IntentText>();
        var prefix = ViewKeys.intent(facts.owner(), facts.id());
        try (var found = texts.range(ViewKeys.from(prefix), ViewKeys.to(prefix))) {
            found.forEachRemaining(entry -> words.put(entry.key.substring(prefix.length() + 1), entry.value));
        }
        return IntentView.of(facts, words, isRevoked(facts));
    }

    private boolean isRevoked(IntentFacts facts) {
        return facts.sessionIfOpen()
                .map(session -> sessions.get(ViewKeys.session(facts.owner(), session)))
                .filter(SessionFacts::revoked)
                .isPresent();
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

    /** The owner's session of that id, if its time is not over for long. */
    Optional<SessionFacts> session(Owner owner, String id) {
        return Optional.ofNullable(sessions.get(ViewKeys.session(owner.key(), id)));
    }

    /** The activations that this partition has adopted, oldest first. */
    List<ActivatedPolicy> activated() {
        return values(activations.all());
    }

    private static <K, V> List<V> values(KeyValueIterator<K, V> iterator) {
        try (iterator) {
            var values = new ArrayList<V>();
            iterator.forEachRemaining((KeyValue<K, V> entry) -> values.add(entry.value));
            return values;
        }
    }
}
