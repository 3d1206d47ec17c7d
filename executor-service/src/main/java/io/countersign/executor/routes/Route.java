package io.countersign.executor.routes;

import io.countersign.contract.ActionGlob;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.gate.Breaker;
import io.countersign.executor.gate.Entrance;
import io.countersign.executor.gate.Gate;

/**
 * Where approved actions go.
 *
 * @param actions whose they are
 * @param kind the connector's name
 * @param inFlight how many attempts of one action may run at a time
 * @param gate what lets calls of all its actions begin
 */
public record Route(ActionGlob actions, String kind, int inFlight, Gate gate, Connector connector) {

    /** A route without limits of its own. */
    public static Route open(ActionGlob actions, String kind, int inFlight, Connector connector) {
        var gate =
                new Gate(actions.pattern(), Integer.MAX_VALUE, Entrance.of(Breaker.never()), (self, now, pause) -> {});
        return new Route(actions, kind, inFlight, gate, connector);
    }
}
