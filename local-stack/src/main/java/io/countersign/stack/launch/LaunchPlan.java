package io.countersign.stack.launch;

import io.countersign.stack.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to bring up.
 *
 * @param services which services; those that are not built are left out
 * @param policy the policy to begin with
 * @param routes the executor's routes file
 * @param fresh drop all data first; keys stay
 * @param environment settings added to those of all services
 */
public record LaunchPlan(
        List<Service> services, StartingPolicy policy, Path routes, boolean fresh, Map<String, String> environment) {

    public LaunchPlan {
        services = List.copyOf(services);
        environment = Map.copyOf(environment);
    }
}
