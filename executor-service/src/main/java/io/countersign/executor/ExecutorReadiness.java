package io.countersign.executor;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once this process is a member of its group and has the keys: approvals that come are run. */
@Readiness
@Singleton
final class ExecutorReadiness implements HealthCheck {

    private final ExecutorProcess executor;

    ExecutorReadiness(ExecutorProcess executor) {
        this.executor = executor;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("executor").status(executor.isReady()).build();
    }
}
