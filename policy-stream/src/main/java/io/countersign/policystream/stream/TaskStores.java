package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.lifecycle.IntentState;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** One task's stores, and what stands directly on them. */
record TaskStores(
        KeyValueStore<String, IntentState> intents,
        KeyValueStore<String, Balance> balances,
        KeyValueStore<String, Chain> chains,
        KeyValueStore<byte[], String> lines,
        KeyValueStore<String, String> letters,
        PartitionState partition,
        StoredTimers timers,
        Adoption adoption) {

    static TaskStores of(ProcessorContext<byte[], Outgoing> context, ControlLog controls) {
        var partition = new PartitionState(context.getStateStore(StoreNames.PARTITION));
        return new TaskStores(
                context.getStateStore(StoreNames.INTENTS),
                context.getStateStore(StoreNames.BALANCES),
                context.getStateStore(StoreNames.CHAINS),
                context.getStateStore(StoreNames.LINES),
                context.getStateStore(StoreNames.LETTERS),
                partition,
                new StoredTimers(context.getStateStore(StoreNames.TIMERS), partition),
                new Adoption(controls, context.getStateStore(StoreNames.CONTROLS), partition));
    }
}
