package io.countersign.executor;

import io.countersign.executor.gate.Breaker.State;
import io.countersign.executor.gate.Gate;
import io.countersign.executor.routes.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Shows which routes are paused, and says so in words when that changes. */
@Singleton
final class RouteWatch implements Gate.Watch {

    private static final Logger LOG = Logger.getLogger(RouteWatch.class);

    private final MeterRegistry meters;
    private final Map<String, Long> pausedSince = new ConcurrentHashMap<>();

    RouteWatch(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Shows these routes from now on. */
    void show(Routes routes) {
        for (var route : routes.routes()) {
            var gate = route.gate();
            var tags = Tags.of("route", gate.name());
            meters.gauge(
                    "countersign.route.state", tags, gate, each -> each.state().ordinal());
            meters.gauge("countersign.route.waiting", tags, gate, Gate::waiting);
            meters.gauge("countersign.route.calls", tags, gate, Gate::inside);
            gate.providers()
                    .forEach((provider, breaker) -> meters.gauge(
                            "countersign.provider.state",
                            tags.and("provider", provider),
                            breaker,
                            each -> each.state().ordinal()));
        }
    }

    @Override
    public void changed(Gate gate, State now, Duration pause) {
        var route = gate.name();
        meters.counter("countersign.route.changes", Tags.of("route", route, "to", now.name()))
                .increment();
        switch (now) {
            case PAUSED -> {
                pausedSince.putIfAbsent(route, System.nanoTime());
                LOG.warnf(
                        "Route paused: its backend fails. No call begins before one is tried. route=%s pause=%dms waiting=%d",
                        route, pause.toMillis(), gate.waiting());
            }
            case TRYING -> LOG.infof("Route tried: one call goes through. route=%s waiting=%d", route, gate.waiting());
            case FLOWING -> {
                var since = pausedSince.remove(route);
                var paused = since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
                LOG.infof(
                        "Route free again: its backend answers. route=%s paused=%dms waiting=%d",
                        route, paused.toMillis(), gate.waiting());
            }
        }
    }

    @Override
    public void changed(Gate gate, String provider, State now, Duration pause) {
        var route = gate.name();
        meters.counter("countersign.provider.changes", Tags.of("route", route, "provider", provider, "to", now.name()))
                .increment();
        switch (now) {
            case PAUSED ->
                LOG.warnf(
                        "Provider paused: it fails. route=%s provider=%s pause=%dms waiting=%d",
                        route, provider, pause.toMillis(), gate.waiting());
            case TRYING -> LOG.infof("Provider tried: one call goes through. route=%s provider=%s", route, provider);
            case FLOWING -> LOG.infof("Provider free again: it answers. route=%s provider=%s", route, provider);
        }
    }
}
