package io.countersign.door.browser;

import io.countersign.door.IdentityConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Refuses to start with a key by which the service could make anybody's token, outside development, and with addresses
 * that are none.
 */
@Singleton
final class StartChecks {

    void check(@Observes @Priority(1) StartupEvent started, BrowserConfig config, IdentityConfig identity) {
        refuse(config, identity);
    }

    static void refuse(BrowserConfig config, IdentityConfig identity) {
        if (!identity.development() && config.devKey().isPresent()) {
            throw new IllegalStateException("COUNTERSIGN_DEV_KEY is for development only: leave it unset");
        }
        config.address().ifPresent(PublicAddress::parse);
        config.provider().filter(text -> !Provider.isAddress(text)).ifPresent(none -> {
            throw new IllegalStateException("COUNTERSIGN_PROVIDER is no address of HTTP: " + none);
        });
    }
}
