package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.store.Section;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** One task's stores, and what stands directly on them. */
record TaskStores(
        Section<String, IntentState> intents,
        StoredBalances balances,
        Section<String, Chain> chains,
        Section<byte[], String> lines,
        Section<String, String> letters,
        PartitionState partition,
        StoredTimers timers,
        Adoption adoption) {

    static TaskStores of(ProcessorContext<byte[], Outgoing> context, ControlLog controls) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(Deciding.STORE);
        var partition = new PartitionState(Deciding.PARTITION.in(store));
        var timers = new StoredTimers(Deciding.TIMERS.in(store), partition);
        return new TaskStores(
                Deciding.INTENTS.in(store),
                new StoredBalances(Deciding.BALANCES.in(store), new StoredPeriods(Deciding.PERIODS.in(store)), timers),
                Deciding.CHAINS.in(store),
                Deciding.LINES.in(store),
                Deciding.LETTERS.in(store),
                partition,
                timers,
                new Adoption(controls, context.getStateStore(Deciding.CONTROLS), partition));
    }
}
