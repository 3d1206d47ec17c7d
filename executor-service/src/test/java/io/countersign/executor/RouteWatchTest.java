package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.executor.connector.ConnectorKinds;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.Health;
import io.countersign.executor.routes.Routes;
import io.countersign.executor.routes.RoutesFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RouteWatchTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RouteWatch watch = new RouteWatch(meters);

    @Test
    void each_provider_of_a_route_has_its_state_and_its_changes() {
        try (var routes = routes("""
                routes:
                - action: llm.*
                  connector: llm
                  providers:
                    cloud: {url: "http://127.0.0.1:1", breaker: {window: 1, calls: 1, pause: 1m, longest: 1m}}
                    house: {url: "http://127.0.0.1:2"}
                  models: {small: {provider: cloud}, tiny: {provider: house}}
                """)) {
            assertThat(state("cloud")).isZero();

            var breaker = Objects.requireNonNull(
                    routes.routes().getFirst().gate().providers().get("cloud"));
            breaker.tryEnter().orElseThrow().learn(Health.ILL);

            assertThat(state("cloud")).isEqualTo(2);
            assertThat(state("house")).isZero();
            assertThat(meters.get("countersign.route.state")
                            .tags("route", "llm.*")
                            .gauge()
                            .value())
                    .as("one of them takes calls")
                    .isZero();
            assertThat(meters.get("countersign.provider.changes")
                            .tags("route", "llm.*", "provider", "cloud", "to", "PAUSED")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_route_with_one_backend_has_no_providers() {
        try (var routes = routes("routes: [{action: llm.*, connector: llm, url: \"http://127.0.0.1:1\"}]")) {
            assertThat(routes.routes().getFirst().gate().providers()).isEmpty();
            assertThat(meters.find("countersign.provider.state").gauges()).isEmpty();
            assertThat(meters.find("countersign.route.state").gauges()).hasSize(1);
        }
    }

    private double state(String provider) {
        return meters.get("countersign.provider.state")
                .tags("route", "llm.*", "provider", provider)
                .gauge()
                .value();
    }

    private Routes routes(String text) {
        var routes = new RoutesFile(new Secrets(name -> null), ConnectorKinds.all(String::length), watch)
                .parse("routes.yaml", text);
        watch.show(routes);
        return routes;
    }
}
