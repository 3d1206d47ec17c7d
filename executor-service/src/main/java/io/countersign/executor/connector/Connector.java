package io.countersign.executor.connector;

import io.countersign.executor.gate.Entrance;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.util.Optional;

/** Turns an approved action into one call. It is interrupted when the call is cancelled. */
@FunctionalInterface
public interface Connector extends AutoCloseable {

    /** Makes the call and says what came of it; what it streams, and which models it passed over, it tells the attempt. */
    Result call(ApprovedAction action, Attempt attempt) throws InterruptedException;

    /**
     * Looks up whether a call took effect, see {@link io.countersign.protocol.ActionHandler#probe}. Nothing if the route has
     * no such look-up.
     */
    default Optional<Result> probe(ProbedAction action) throws InterruptedException {
        return Optional.empty();
    }

    /** How many calls it bears at a time: a route may say less, not more. */
    default int concurrency() {
        return Integer.MAX_VALUE;
    }

    /** Lets calls begin where the connector leads to several providers; nothing if the route's own breaker speaks for all calls. */
    default Optional<Entrance> entrance() {
        return Optional.empty();
    }

    /** Lets go of what it holds; no call is under way any more. */
    @Override
    default void close() {}
}
