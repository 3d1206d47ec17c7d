package io.countersign.executor.gate;

import io.countersign.executor.execution.Health;
import io.countersign.protocol.Result;

/** Leave for one call to begin; given back once, when the call is over. */
@FunctionalInterface
public interface Pass {

    /** Leave that nothing is learnt from, and that nobody needs back. */
    Pass FREE = () -> {};

    /** Takes note of what came of the call. */
    default void learn(Result result) {}

    /** Takes note of what the call told of the backend. */
    default void learn(Health health) {}

    /** The call is over, or never was; one that nothing was learnt of leaves its place to another. */
    void left();
}
