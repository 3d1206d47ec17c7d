package io.countersign.executor.routes;

import io.countersign.executor.connector.Redaction;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.Health;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * All routes in the order of their file: the first that matches an action is its route. Nothing leaves them with a secret,
 * neither results nor exceptions.
 */
public record Routes(List<Route> routes, Secrets secrets) implements ActionHandler, AutoCloseable {

    public Routes {
        routes = List.copyOf(routes);
    }

    @Override
    public Permit admit(ApprovedAction action) throws InterruptedException {
        var route = of(action.action());
        return route.isPresent() ? route.get().gate().enter(action) : Permit.FREE;
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws InterruptedException {
        var route = of(action.action());
        return route.isPresent()
                ? run(route.get(), action, attempt)
                : Result.failed("NO_ROUTE", "no route of this executor matches the action");
    }

    @Override
    public Optional<Result> probe(ProbedAction action) throws InterruptedException {
        var route = of(action.action());
        try {
            return route.isPresent()
                    ? route.get().connector().probe(action).map(result -> Redaction.of(result, secrets))
                    : Optional.empty();
        } catch (RuntimeException thrown) {
            throw secrets.redacted(thrown);
        }
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

    private Result run(Route route, ApprovedAction action, Attempt attempt) throws InterruptedException {
        try {
            var result = Redaction.of(route.connector().call(action, attempt), secrets);
            if (!Health.isOurDoing(attempt.cancellation())) {
                route.gate().learn(action, result);
            }
            return result;
        } catch (RuntimeException thrown) {
            route.gate().learn(action, Health.ofException(attempt.cancellation()));
            throw secrets.redacted(thrown);
        } catch (InterruptedException cutOff) {
            route.gate().learn(action, Health.ofException(attempt.cancellation()));
            throw cutOff;
        }
    }

    private Optional<Route> of(String action) {
        return routes.stream().filter(route -> route.actions().matches(action)).findFirst();
    }
}
