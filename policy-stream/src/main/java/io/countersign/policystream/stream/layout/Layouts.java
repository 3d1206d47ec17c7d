package io.countersign.policystream.stream.layout;

import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.store.Codec;

/**
 * How the deciding topology's values are laid out in its store.
 *
 * <p>What was written by an earlier version stays readable. A component that is added to a record is written last in that
 * record, {@link #VERSION} is raised, and it is read only of values that have it: {@code in.version() < 2 ? none : in.text()}.
 * A new constant goes to the end of its enum, and a new state gets the next number. Nothing is taken away or put elsewhere.
 * The test keeps the bytes of each version.
 */
public final class Layouts {
    private static final int VERSION = 6;

    public static final Codec<IntentState> INTENT =
            Codec.laidOut("intent", VERSION, IntentLayout::write, IntentLayout::read);

    public static final Codec<KeptBalance> BALANCE =
            Codec.laidOut("balance", VERSION, BudgetLayout::kept, BudgetLayout::kept);

    public static final Codec<Sums> SUMS = Codec.laidOut("counter", VERSION, MemoryLayout::sums, MemoryLayout::sums);

    public static final Codec<SessionMemory> MEMORY =
            Codec.laidOut("session's memory", VERSION, MemoryLayout::memory, MemoryLayout::memory);

    public static final Codec<OpenedSession> SESSION =
            Codec.laidOut("session", VERSION, SessionLayout::opened, SessionLayout::opened);

    public static final Codec<OpenSessions> OPEN_SESSIONS =
            Codec.laidOut("owner's open sessions", VERSION, SessionLayout::open, SessionLayout::open);

    private Layouts() {}
}
