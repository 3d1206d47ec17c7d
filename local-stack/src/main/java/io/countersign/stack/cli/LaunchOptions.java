package io.countersign.stack.cli;

import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.launch.LaunchPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} have in common. */
final class LaunchOptions {

    @Option(names = "--policy", paramLabel = "DIR", description = "the policy bundle; default: policy/")
    private @Nullable Path policy;

    @Option(names = "--routes", paramLabel = "FILE", description = "the executor's routes; default: deploy/routes.yaml")
    private @Nullable Path routes;

    @Option(names = "--fresh", description = "drop all data first; keys stay")
    private boolean fresh;

    LaunchPlan plan(List<Service> services, Map<String, String> environment) {
        return plan(services, environment, standardRoutes());
    }

    /** The plan with routes of the caller's own, unless the command line names some. */
    LaunchPlan plan(List<Service> services, Map<String, String> environment, Path ownRoutes) {
        return new LaunchPlan(
                services,
                policy == null ? inRepository("policy") : policy,
                routes == null ? ownRoutes : routes,
                fresh,
                environment);
    }

    private static Path standardRoutes() {
        var named = System.getenv().getOrDefault("COUNTERSIGN_ROUTES", "");
        return named.isBlank() ? inRepository("deploy/routes.yaml") : Path.of(named);
    }

    private static Path inRepository(String path) {
        return Installation.current().repository().resolve(path);
    }
}
