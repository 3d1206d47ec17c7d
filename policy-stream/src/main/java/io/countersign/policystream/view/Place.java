package io.countersign.policystream.view;

/** Where a partition of the view is. */
public sealed interface Place {

    /** In this process. */
    record Here() implements Place {}

    /** In another instance. */
    record Elsewhere(Instance instance) implements Place {}

    /** Nowhere for the moment. */
    record Moving() implements Place {}

    /** Nowhere yet: the streams wait for a first policy. */
    record NotStarted() implements Place {}
}
