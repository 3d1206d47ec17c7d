package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.store.Section;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** One partition's stores, and what stands directly on them. */
record TaskStores(
        Section<String, IntentState> intents,
        Accounts accounts,
        StoredBalances balances,
        Section<byte[], String> lines,
        Section<String, String> letters,
        PartitionState partition,
        StoredTimers timers,
        StoredMemory memory,
        Adoption adoption,
        StoredSessions sessions) {

    /**
     * @param store of all of it but the controls
     * @param adopted the controls that the partition decides by
     */
    static TaskStores of(
            KeyValueStore<Bytes, byte[]> store, KeyValueStore<String, byte[]> adopted, ControlLog controls) {
        var partition = new PartitionState(Deciding.PARTITION.in(store));
        var accounts = new Accounts(Deciding.ACCOUNTS.in(store));
        var timers = new StoredTimers(Deciding.TIMERS.in(store), partition);
        return new TaskStores(
                Deciding.INTENTS.in(store),
                accounts,
                new StoredBalances(accounts, Deciding.BALANCES.in(store), timers),
                Deciding.LINES.in(store),
                Deciding.LETTERS.in(store),
                partition,
                timers,
                new StoredMemory(Deciding.COUNTERS.in(store), Deciding.MEMORIES.in(store), timers),
                new Adoption(controls, adopted, partition),
                new StoredSessions(Deciding.SESSIONS.in(store), Deciding.OPEN_SESSIONS.in(store), timers));
    }
}
