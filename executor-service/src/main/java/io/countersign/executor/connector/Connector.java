package io.countersign.executor.connector;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;

/** Turns an approved action into one call. It is interrupted when the call is cancelled. */
@FunctionalInterface
public interface Connector {

    /** Makes the call and says what came of it. */
    Result call(ApprovedAction action) throws InterruptedException;
}
