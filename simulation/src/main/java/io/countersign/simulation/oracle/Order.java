package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Task;

/** What a user wants with a session. */
public sealed interface Order extends Happening {

    /** It is to be opened; its time begins with the record's append time. */
    record Open(Task task, long at) implements Order {}

    /** It is to end. */
    record End(String id) implements Order {}
}
