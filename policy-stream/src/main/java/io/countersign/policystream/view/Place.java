package io.countersign.policystream.view;

import org.apache.kafka.streams.state.HostInfo;

/** Where a partition of the view is. */
public sealed interface Place {

    /** In this process. */
    record Here() implements Place {}

    /** In another instance. */
    record Elsewhere(HostInfo instance) implements Place {}

    /** Nowhere for the moment. */
    record Moving() implements Place {}

    /** Nowhere yet: the streams wait for a first policy. */
    record NotStarted() implements Place {}
}
