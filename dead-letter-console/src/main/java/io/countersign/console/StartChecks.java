package io.countersign.console;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start where anybody who has the development key could be anybody. */
@ApplicationScoped
public class StartChecks {
    static final String DEVELOPMENT_ISSUER = "countersign-dev";

    void check(@Observes @Priority(1) StartupEvent started, ConsoleConfig config) {
        refuse(config);
    }

    static void refuse(ConsoleConfig config) {
        if (!config.development() && config.issuer().equals(DEVELOPMENT_ISSUER)) {
            throw new IllegalStateException(
                    "the issuer countersign-dev is for development only: set COUNTERSIGN_ISSUER,"
                            + " or COUNTERSIGN_DEVELOPMENT=true on a developer's machine");
        }
        if (!config.development() && config.devKey().isPresent()) {
            throw new IllegalStateException("COUNTERSIGN_DEV_KEY is for development only: leave it unset");
        }
    }
}
