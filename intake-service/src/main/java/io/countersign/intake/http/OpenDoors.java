package io.countersign.intake.http;

import io.countersign.intake.waiting.Drain;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether requests are let in: not while the process ends, so that whoever distributes them turns to other instances. */
@Readiness
@Singleton
final class OpenDoors implements HealthCheck {
    private final Drain drain;

    OpenDoors(Drain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("the doors are open")
                .status(!drain.closing().hasCome())
                .build();
    }
}
