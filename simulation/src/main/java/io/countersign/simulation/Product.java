package io.countersign.simulation;

import io.countersign.policystream.budget.Balances;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.lifecycle.Lifecycle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is under test: the core, and what surrounds it as far as that can be wrong. */
interface Product {

    /** The core as it is, in a shell that does what it should. */
    Product REAL = Lifecycle::decide;

    Decision decide(@Nullable IntentState state, Input input, Circumstances around);

    /** The balances that decisions get to see. */
    default Balances seen(Balances stored, Instant now) {
        return stored;
    }

    /** What a crash leaves of what had not been committed. */
    default Books left(Books committed, Books uncommitted) {
        return committed;
    }
}
