package io.countersign.policystream;

import io.countersign.policystream.activation.KafkaControlLog;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What is said of this process at {@code /q/health}. */
final class Health {

    private static final String STATE = "streams";
    private static final String WAITING = "WAITING_FOR_POLICY";

    private Health() {}

    /** Ready once the controls are read, and the streams run or wait for a first policy. */
    @Readiness
    @Singleton
    static final class Ready implements HealthCheck {

        private final KafkaControlLog controls;
        private final RunningStreams running;

        Ready(KafkaControlLog controls, RunningStreams running) {
            this.controls = controls;
            this.running = running;
        }

        @Override
        public HealthCheckResponse call() {
            boolean read = controls.read().isDone();
            var state = running.get().map(KafkaStreams::state);
            boolean fit = state.map(now -> now == KafkaStreams.State.RUNNING)
                    .orElse(!controls.governed().isDone());
            return HealthCheckResponse.named("policy-stream")
                    .status(read && fit)
                    .withData("controls", read ? "READ" : "READING")
                    .withData(STATE, state.map(Enum::name).orElse(WAITING))
                    .withData("tasks", running.get().map(Ready::tasks).orElse(0L))
                    .build();
        }

        /** How many tasks this instance works on: one without any is fit, and if all are without, nothing is decided. */
        private static long tasks(KafkaStreams streams) {
            return streams.metadataForLocalThreads().stream()
                    .mapToLong(thread -> thread.activeTasks().size())
                    .sum();
        }
    }

    /** Dead if the streams have given up. */
    @Liveness
    @Singleton
    static final class Live implements HealthCheck {

        private final RunningStreams running;

        Live(RunningStreams running) {
            this.running = running;
        }

        @Override
        public HealthCheckResponse call() {
            var state = running.get().map(KafkaStreams::state);
            return HealthCheckResponse.named("policy-stream")
                    .status(state.filter(now -> now == KafkaStreams.State.ERROR).isEmpty())
                    .withData(STATE, state.map(Enum::name).orElse(WAITING))
                    .build();
        }
    }
}
