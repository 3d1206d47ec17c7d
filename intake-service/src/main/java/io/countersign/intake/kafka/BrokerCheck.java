package io.countersign.intake.kafka;

import io.countersign.intake.IntakeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the broker answers, soon enough for whoever asks for readiness: Quarkus' own check takes up to a minute. */
@Readiness
@Singleton
final class BrokerCheck implements HealthCheck {
    private static final int PATIENCE = (int) Duration.ofMillis(1500).toMillis();

    private final Admin admin;

    BrokerCheck(IntakeConfig config) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.kafka(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "intake-service-readiness",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE));
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("the broker answers");
        try {
            admin.describeCluster().clusterId().get();
            return response.up().build();
        } catch (ExecutionException away) {
            return response.down()
                    .withData("why", String.valueOf(away.getCause()))
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response.down().build();
        }
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
