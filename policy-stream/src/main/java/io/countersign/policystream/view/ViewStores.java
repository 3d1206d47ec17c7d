package io.countersign.policystream.view;

import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The view's stores as one task sees them. Their names are also those of their changelogs: public once deployed. */
record ViewStores(
        KeyValueStore<String, IntentFacts> intents,
        KeyValueStore<String, IntentText> texts,
        KeyValueStore<String, String> newest,
        KeyValueStore<String, BudgetUse> budgets,
        KeyValueStore<String, RunningIntent> running,
        KeyValueStore<String, String> ended) {

    /** {@link IntentFacts} by owner and id. */
    static final String INTENTS = "view-intents";

    /** {@link IntentText} by owner, id and content hash. */
    static final String TEXTS = "view-texts";

    /** The intents' states by owner, newest first, for lists. */
    static final String NEWEST = "view-newest";

    /** {@link BudgetUse} by owner, budget and window. */
    static final String BUDGETS = "view-budgets";

    /** {@link RunningIntent} by owner and id. */
    static final String RUNNING = "view-running";

    /** The owner and id of ended intents, by when they ended. */
    static final String ENDED = "view-ended";

    static List<StoreBuilder<?>> builders() {
        return List.of(
                store(INTENTS, ViewCodec.of(IntentFacts.class)),
                store(TEXTS, ViewCodec.of(IntentText.class)),
                store(NEWEST, Serdes.String()),
                store(BUDGETS, ViewCodec.of(BudgetUse.class)),
                store(RUNNING, ViewCodec.of(RunningIntent.class)),
                store(ENDED, Serdes.String()));
    }

    static ViewStores of(ProcessorContext<?, ?> task) {
        return new ViewStores(
                task.getStateStore(INTENTS),
                task.getStateStore(TEXTS),
                task.getStateStore(NEWEST),
                task.getStateStore(BUDGETS),
                task.getStateStore(RUNNING),
                task.getStateStore(ENDED));
    }

    private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withCachingDisabled();
    }
}
