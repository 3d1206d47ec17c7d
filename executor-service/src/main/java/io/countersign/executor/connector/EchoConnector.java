package io.countersign.executor.connector;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;

/** Answers the parameters; calls nobody. */
public final class EchoConnector implements Connector {

    /** Routes that say {@code connector: echo}. */
    static final class Kind implements ConnectorKind {

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public Connector connector(Fields route, Secrets secrets) {
            return new EchoConnector();
        }
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) {
        return Result.succeeded(action.parameters());
    }
}
