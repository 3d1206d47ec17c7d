package io.countersign.policystream;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What is said of this process at {@code /q/health}; {@link Pulse} has the rules. */
final class Health {

    private static final String WAITING = "WAITING_FOR_POLICY";

    private Health() {}

    private static HealthCheckResponseBuilder response(Vitals.Examination seen, InboxStreams inbox) {
        var look = seen.look();
        boolean read = look.stage() != Pulse.Stage.STARTING;
        return HealthCheckResponse.named("policy-stream")
                .withData("controls", read ? "READ" : "READING")
                .withData(
                        "streams",
                        look.stage() == Pulse.Stage.UNGOVERNED
                                ? WAITING
                                : look.stage().name())
                .withData("threads", look.threads())
                .withData("tasks", look.tasks())
                .withData("inbox", inbox.state().name())
                .withData("stalledSeconds", seen.verdict().stalled().toSeconds());
    }

    /** Ready once records are decided here or elsewhere, or while it waits for a first policy. */
    @Readiness
    @Singleton
    static final class Ready implements HealthCheck {

        private final Vitals vitals;
        private final InboxStreams inbox;

        Ready(Vitals vitals, InboxStreams inbox) {
            this.vitals = vitals;
            this.inbox = inbox;
        }

        @Override
        public HealthCheckResponse call() {
            var seen = vitals.examine();
            return response(seen, inbox).status(seen.verdict().ready()).build();
        }
    }

    /** Dead if the streams have given up, or nothing has moved for so long that only a restart can help. */
    @Liveness
    @Singleton
    static final class Live implements HealthCheck {

        private final Vitals vitals;
        private final InboxStreams inbox;

        Live(Vitals vitals, InboxStreams inbox) {
            this.vitals = vitals;
            this.inbox = inbox;
        }

        @Override
        public HealthCheckResponse call() {
            var seen = vitals.examine();
            return response(seen, inbox).status(seen.verdict().alive()).build();
        }
    }
}
