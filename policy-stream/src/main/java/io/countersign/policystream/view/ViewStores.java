package io.countersign.policystream.view;

import io.countersign.policystream.store.Codec;
import io.countersign.policystream.store.Kept;
import io.countersign.policystream.store.Section;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** What the view keeps, as one task sees it. The tags are in its changelog: none is ever given to something else. */
record ViewStores(
        Section<String, IntentFacts> intents,
        Section<String, IntentText> texts,
        Section<String, String> newest,
        Section<String, BudgetUse> budgets,
        Section<String, RunningIntent> running,
        Section<String, String> ended,
        Section<Long, ActivatedPolicy> activations,
        Section<String, SessionFacts> sessions,
        Section<String, String> sessionEnds) {

    /** The store of all of it. */
    static final String STORE = "view";

    /** {@link IntentFacts} by owner and id. */
    static final Kept<String, IntentFacts> INTENTS = new Kept<>('i', Codec.TEXT, ViewCodec.of(IntentFacts.class));

    /** {@link IntentText} by owner, id and content hash. */
    static final Kept<String, IntentText> TEXTS = new Kept<>('t', Codec.TEXT, ViewCodec.of(IntentText.class));

    /** The intents' states by owner, newest first, for lists. */
    static final Kept<String, String> NEWEST = new Kept<>('n', Codec.TEXT, Codec.TEXT);

    /** {@link BudgetUse} by owner, budget and window. */
    static final Kept<String, BudgetUse> BUDGETS = new Kept<>('b', Codec.TEXT, ViewCodec.of(BudgetUse.class));

    /** {@link RunningIntent} by owner and id. */
    static final Kept<String, RunningIntent> RUNNING = new Kept<>('r', Codec.TEXT, ViewCodec.of(RunningIntent.class));

    /** The owner and id of ended intents, by when they ended. */
    static final Kept<String, String> ENDED = new Kept<>('e', Codec.TEXT, Codec.TEXT);

    /** {@link ActivatedPolicy} by the offset of its control. */
    static final Kept<Long, ActivatedPolicy> ACTIVATIONS =
            new Kept<>('p', Codec.NUMBER, ViewCodec.of(ActivatedPolicy.class));

    /** {@link SessionFacts} by owner and id. */
    static final Kept<String, SessionFacts> SESSIONS = new Kept<>('s', Codec.TEXT, ViewCodec.of(SessionFacts.class));

    /** The owner and id of sessions, by when they end by themselves. */
    static final Kept<String, String> SESSION_ENDS = new Kept<>('x', Codec.TEXT, Codec.TEXT);

    static ViewStores of(ProcessorContext<?, ?> task) {
        KeyValueStore<Bytes, byte[]> store = task.getStateStore(STORE);
        return new ViewStores(
                INTENTS.in(store),
                TEXTS.in(store),
                NEWEST.in(store),
                BUDGETS.in(store),
                RUNNING.in(store),
                ENDED.in(store),
                ACTIVATIONS.in(store),
                SESSIONS.in(store),
                SESSION_ENDS.in(store));
    }
}
