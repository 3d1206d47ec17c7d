package io.countersign.simulation.house;

/** What rules may know of the intents that were approved before. */
public interface Past {

    /** What others have added to a counter, of what counts now. */
    long counted(CounterTerms counter, long part);

    /** True if something with this label was approved in the session. */
    boolean hasLabel(String label);

    /** How many intents of an action were approved in the session. */
    long count(String action);
}
