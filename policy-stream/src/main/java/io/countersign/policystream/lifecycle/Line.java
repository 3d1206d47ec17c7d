package io.countersign.policystream.lifecycle;

/** The queue of an owner's deferred intents: first in, first out for each budget. */
public interface Line {

    /** True if an intent with a smaller ticket waits for the budget. */
    boolean before(String budget, long ticket);

    /** A ticket behind everyone who waits now. */
    long nextTicket();
}
