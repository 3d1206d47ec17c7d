package io.countersign.door;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses to start where tokens could not be trusted. */
@Singleton
public final class IdentityRules {
    /** The issuer of tokens that anybody with a developer's key can make. */
    public static final String DEVELOPMENT_ISSUER = "countersign-dev";

    private final IdentityConfig config;

    IdentityRules(IdentityConfig config) {
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
