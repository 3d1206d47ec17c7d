package io.countersign.policystream.lifecycle;

/** What a timer is for. */
public enum TimerName {
    /** The votes did not come in time. */
    APPROVE_BY(false),
    /** The intent must not begin any more. */
    DEADLINE(false),
    /** A deferred intent is looked at again. */
    OPENS(false),
    /** A deferred intent has waited long enough. */
    GIVE_UP(false),
    /** The next attempt is due. */
    RETRY(false),
    /** The attempt was not begun in time. */
    START_BY(true),
    /** The attempt's lease is over. */
    LEASE(true),
    /** The executor is asked again what became of the attempt, or a person is. */
    PROBE(false),
    /** Nobody looked at it in time. */
    REVIEW_BY(false),
    /** The ended intent is forgotten. */
    FORGET(false),
    /** No intent's: a budget's window has closed in which no remembered intent has spent. */
    WINDOW(false),
    /** No intent's: what a counter or a session remembers counts no more, unless something was added since. */
    MEMORY(false),
    /** No intent's: a session is forgotten. */
    SESSION(false);

    private final boolean fenced;

    TimerName(boolean fenced) {
        this.fenced = fenced;
    }

    /**
     * True if the timer decides about effects. Nothing orders records across topics, so such a timer fires only when a
     * fence, written behind everything that executors had reported, is read.
     */
    public boolean fenced() {
        return fenced;
    }
}
