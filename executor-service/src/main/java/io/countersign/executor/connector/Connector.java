package io.countersign.executor.connector;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;

/** Turns an approved action into one call. It is interrupted when the call is cancelled. */
@FunctionalInterface
public interface Connector extends AutoCloseable {

    /** Makes the call and says what came of it; what it streams, and which models it passed over, it tells the attempt. */
    Result call(ApprovedAction action, Attempt attempt) throws InterruptedException;

    /** Lets go of what it holds; no call is under way any more. */
    @Override
    default void close() {}
}
