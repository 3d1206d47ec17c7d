package io.countersign.executor;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses to start where tokens could not be trusted. */
@Singleton
final class IdentityRules {
    static final String DEVELOPMENT_ISSUER = "countersign-dev";

    private final ExecutorConfig config;

    IdentityRules(ExecutorConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(1) StartupEvent started) {
        var issuer = config.issuer().orElseThrow(() -> new IllegalStateException("COUNTERSIGN_ISSUER is not set"));
        if (config.jwks().isEmpty()) {
            throw new IllegalStateException("COUNTERSIGN_JWKS is not set");
        }
        if (issuer.equals(DEVELOPMENT_ISSUER) && !config.development()) {
            throw new IllegalStateException("The issuer " + DEVELOPMENT_ISSUER
                    + " is for development only: set COUNTERSIGN_DEVELOPMENT=true, or COUNTERSIGN_ISSUER to your own");
        }
    }
}
