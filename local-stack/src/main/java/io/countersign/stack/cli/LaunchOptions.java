package io.countersign.stack.cli;

import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.launch.LaunchPlan;
import io.countersign.stack.launch.StartingPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code up} and {@code demo} have in common. */
final class LaunchOptions {

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            converter = Places.Bundle.class,
            description = {
                "the policy bundle to push, whatever is in force; without it, up keeps what is in force and pushes policy/"
                        + " only where there is nothing, and demo plays by policy/"
            })
    private @Nullable Path policy;

    @Option(
            names = "--routes",
            paramLabel = "FILE",
            converter = Places.Present.class,
            description = "the executor's routes; without it, up takes deploy/routes.yaml, and demo routes of its own")
    private @Nullable Path routes;

    @Option(names = "--fresh", description = "drop all data first; keys stay")
    private boolean fresh;

    /** What is in force stays, and the routes are the ordinary ones, unless the command line names others. */
    LaunchPlan plan(List<Service> services) {
        return plan(services, StartingPolicy.ifNone(inRepository("policy")), standardRoutes());
    }

    /** With the repository's policy, whatever is in force, and routes of the caller's own; likewise. */
    LaunchPlan plan(List<Service> services, Path ownRoutes) {
        return plan(services, StartingPolicy.always(inRepository("policy")), ownRoutes);
    }

    private LaunchPlan plan(List<Service> services, StartingPolicy ownPolicy, Path ownRoutes) {
        return new LaunchPlan(
                services,
                policy == null ? ownPolicy : StartingPolicy.always(policy),
                routes == null ? ownRoutes : routes,
                fresh,
                Map.of());
    }

    private static Path standardRoutes() {
        var named = System.getenv().getOrDefault("COUNTERSIGN_ROUTES", "");
        return named.isBlank() ? inRepository("deploy/routes.yaml") : Path.of(named);
    }

    private static Path inRepository(String path) {
        return Installation.current().repository().resolve(path);
    }
}
