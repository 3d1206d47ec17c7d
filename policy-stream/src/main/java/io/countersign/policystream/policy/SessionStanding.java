package io.countersign.policystream.policy;

import java.util.List;

/** What the session that an intent names means for it. */
public sealed interface SessionStanding {

    /** It names none, and runs in the implicit session of owner and agent. */
    SessionStanding NONE = new None();

    /** The one it names is not open to it: nobody has opened it, it has ended, or it is another's. */
    SessionStanding UNKNOWN = new Unknown();

    /** See {@link #NONE}. */
    record None() implements SessionStanding {}

    /** See {@link #UNKNOWN}. */
    record Unknown() implements SessionStanding {}

    /** A user opened it for a task that may do this. */
    record Opened(List<TaskGrant> grants) implements SessionStanding {
        public Opened {
            grants = List.copyOf(grants);
        }
    }
}
