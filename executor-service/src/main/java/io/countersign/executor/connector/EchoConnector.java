package io.countersign.executor.connector;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;

/** Answers the parameters; calls nobody. */
public final class EchoConnector implements Connector {

    @Override
    public Result call(ApprovedAction action, Attempt attempt) {
        return Result.succeeded(action.parameters());
    }
}
