package io.countersign.policystream.stream;

import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.store.Codec;
import io.countersign.policystream.store.Kept;
import io.countersign.policystream.stream.layout.Layouts;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the deciding topology keeps. The tags are in its changelog: none is ever given to something else. */
final class Deciding {

    /** The store of all of it but the controls. */
    static final String STORE = "deciding";

    /**
     * Controls in force, by key: a store of its own, because a starting instance reads its changelog. It is written so
     * seldom that it costs the others nothing.
     */
    static final String CONTROLS = "controls";

    /** Every intent that has not been forgotten, by owner and id. */
    static final Kept<String, IntentState> INTENTS = new Kept<>('i', Codec.TEXT, Layouts.INTENT);

    /** The account of every owner. */
    static final Kept<String, Account> ACCOUNTS = new Kept<>('a', Codec.TEXT, AccountCodec.CODEC);

    /** Balances of closed windows that can still be booked into, by owner, budget and window. */
    static final Kept<String, KeptBalance> BALANCES = new Kept<>('b', Codec.TEXT, Layouts.BALANCE);

    /** What counts of counters, by owner, counter, length of its windows and hashed key. */
    static final Kept<String, Sums> COUNTERS = new Kept<>('k', Codec.TEXT, Layouts.SUMS);

    /** What sessions remember, by owner and session. */
    static final Kept<String, SessionMemory> MEMORIES = new Kept<>('m', Codec.TEXT, Layouts.MEMORY);

    /** Timers, ordered by due time. */
    static final Kept<byte[], byte[]> TIMERS = new Kept<>('t', Codec.BYTES, Codec.BYTES);

    /** Who waits for which budget, first in, first out. */
    static final Kept<byte[], String> LINES = new Kept<>('l', Codec.BYTES, Codec.TEXT);

    /** The partition's own: its time, what it has adopted, how far its timers have fired. */
    static final Kept<String, Long> PARTITION = new Kept<>('n', Codec.TEXT, Codec.NUMBER);

    /** Letters without an intent that have been dealt with, and by whom. */
    static final Kept<String, String> LETTERS = new Kept<>('d', Codec.TEXT, Codec.TEXT);

    /** Sessions that users opened and that are not forgotten yet, by owner and id. */
    static final Kept<String, OpenedSession> SESSIONS = new Kept<>('s', Codec.TEXT, Layouts.SESSION);

    /** Which of them are open, by owner. */
    static final Kept<String, OpenSessions> OPEN_SESSIONS = new Kept<>('o', Codec.TEXT, Layouts.OPEN_SESSIONS);

    private Deciding() {}

    static Set<StoreBuilder<?>> stores() {
        var controls = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(CONTROLS), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
        return Set.of(Kept.store(STORE), controls);
    }
}
