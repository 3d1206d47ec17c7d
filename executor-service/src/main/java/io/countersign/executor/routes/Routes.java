package io.countersign.executor.routes;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import io.countersign.protocol.Subscription;
import java.util.List;

/** All routes in the order of their file: the first that matches an action is its route. */
public record Routes(List<Route> routes) implements ActionHandler, AutoCloseable {

    public Routes {
        routes = List.copyOf(routes);
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws InterruptedException {
        for (var route : routes) {
            if (route.actions().matches(action.action())) {
                return route.connector().call(action, attempt);
            }
        }
        return Result.failed("NO_ROUTE", "no route of this executor matches the action");
    }

    /** What to subscribe to. */
    public List<Subscription> subscriptions() {
        return routes.stream()
                .map(route -> new Subscription(route.actions(), route.inFlight()))
                .toList();
    }

    /** Lets go of what connectors hold. */
    @Override
    public void close() {
        routes.forEach(route -> route.connector().close());
    }
}
