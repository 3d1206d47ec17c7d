package io.countersign.console;

import io.countersign.door.IdentityConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Refuses to start with a key by which the desk could make anybody's token, outside development. */
@ApplicationScoped
public class StartChecks {

    void check(@Observes @Priority(1) StartupEvent started, ConsoleConfig config, IdentityConfig identity) {
        refuse(config, identity);
    }

    static void refuse(ConsoleConfig config, IdentityConfig identity) {
        if (!identity.development() && config.devKey().isPresent()) {
            throw new IllegalStateException("COUNTERSIGN_DEV_KEY is for development only: leave it unset");
        }
    }
}
