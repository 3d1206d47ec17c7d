package io.countersign.simulation.house;

/** What the session that an intent names means for it. */
public sealed interface Standing {

    /** It names none. */
    record None() implements Standing {}

    /** It names one that is not open to it. */
    record Unknown() implements Standing {}

    /** It names one that is open to it. */
    record Within(Task task) implements Standing {}
}
