package io.countersign.policystream.stream;

import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Period;
import io.countersign.policystream.lifecycle.IntentState;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The deciding topology's stores. Their names are also those of their changelogs: public once deployed. */
final class StoreNames {

    /** Every intent that has not been forgotten, by owner and id. */
    static final String INTENTS = "intents";

    /** The head of every chain of events, by owner. */
    static final String CHAINS = "chains";

    /** Balances that can still be booked into, by owner, budget and window. */
    static final String BALANCES = "balances";

    /** What counts of rolling budgets, by owner, budget and period. */
    static final String PERIODS = "periods";

    /** Timers, ordered by due time. */
    static final String TIMERS = "timers";

    /** Who waits for which budget, first in, first out. */
    static final String LINES = "lines";

    /** Controls in force, by key. */
    static final String CONTROLS = "controls";

    /** The partition's own: its time, what it has adopted, how far its timers have fired. */
    static final String PARTITION = "partition";

    /** Letters without an intent that have been dealt with, and by whom. */
    static final String LETTERS = "letters";

    private StoreNames() {}

    static List<StoreBuilder<?>> builders() {
        return List.of(
                store(INTENTS, Serdes.String(), StateCodec.of(IntentState.class)),
                store(CHAINS, Serdes.String(), StateCodec.of(Chain.class)),
                store(BALANCES, Serdes.String(), StateCodec.of(KeptBalance.class)),
                store(PERIODS, Serdes.String(), StateCodec.of(Period.class)),
                store(TIMERS, Serdes.ByteArray(), Serdes.ByteArray()),
                store(LINES, Serdes.ByteArray(), Serdes.String()),
                store(CONTROLS, Serdes.String(), Serdes.ByteArray()),
                store(PARTITION, Serdes.String(), Serdes.Long()),
                store(LETTERS, Serdes.String(), Serdes.String()));
    }

    private static <K, V> StoreBuilder<?> store(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values)
                .withCachingDisabled();
    }
}
