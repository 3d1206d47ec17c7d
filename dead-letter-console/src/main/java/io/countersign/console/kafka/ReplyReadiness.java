package io.countersign.console.kafka;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once answers to decisions can be heard. */
@Readiness
public class ReplyReadiness implements HealthCheck {
    private final ReplyLog replies;

    ReplyReadiness(ReplyLog replies) {
        this.replies = replies;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("replies")
                .status(replies.isListening())
                .build();
    }
}
