package io.countersign.executor;

import io.countersign.executor.connector.ConnectorKinds;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.routes.Routes;
import io.countersign.executor.routes.RoutesFile;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.util.Map;
import java.util.Optional;

/** A route as its file says it. */
public final class RouteUnderTest implements AutoCloseable {

    private final Routes routes;

    /** The route with these settings, in an environment. */
    public RouteUnderTest(String yaml, Map<String, String> environment) {
        var list = "routes:\n- action: '*'\n" + yaml.indent(2);
        routes = new RoutesFile(
                        new Secrets(environment::get), ConnectorKinds.all(String::length), (gate, now, pause) -> {})
                .parse("routes.yaml", list);
    }

    /** What comes of an action. */
    public Result run(ApprovedAction action) throws InterruptedException {
        return run(action, new Attempt("run", json -> {}));
    }

    /** What comes of an attempt. */
    public Result run(ApprovedAction action, Attempt attempt) throws InterruptedException {
        return routes.run(action, attempt);
    }

    /** What a look-up says. */
    public Optional<Result> probe(ProbedAction action) {
        try {
            return routes.probe(action);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All routes: there is one. */
    public Routes routes() {
        return routes;
    }

    @Override
    public void close() {
        routes.close();
    }
}
