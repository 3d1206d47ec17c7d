package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.IntentState;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** One task's stores, and what stands directly on them. */
record TaskStores(
        KeyValueStore<String, IntentState> intents,
        StoredBalances balances,
        KeyValueStore<String, Chain> chains,
        KeyValueStore<byte[], String> lines,
        KeyValueStore<String, String> letters,
        PartitionState partition,
        StoredTimers timers,
        Adoption adoption) {

    static TaskStores of(ProcessorContext<byte[], Outgoing> context, ControlLog controls) {
        var partition = new PartitionState(context.getStateStore(StoreNames.PARTITION));
        var timers = new StoredTimers(context.getStateStore(StoreNames.TIMERS), partition);
        return new TaskStores(
                context.getStateStore(StoreNames.INTENTS),
                new StoredBalances(
                        context.getStateStore(StoreNames.BALANCES),
                        new StoredPeriods(context.getStateStore(StoreNames.PERIODS)),
                        timers),
                context.getStateStore(StoreNames.CHAINS),
                context.getStateStore(StoreNames.LINES),
                context.getStateStore(StoreNames.LETTERS),
                partition,
                timers,
                new Adoption(controls, context.getStateStore(StoreNames.CONTROLS), partition));
    }
}
