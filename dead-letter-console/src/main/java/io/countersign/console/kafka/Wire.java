package io.countersign.console.kafka;

import io.countersign.console.ConsoleConfig;
import io.countersign.wire.WireFormat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one wire format of the process. */
@ApplicationScoped
class Wire {
    @Produces
    @Singleton
    WireFormat format(ConsoleConfig config) {
        return WireFormat.of(config.registry());
    }

    void close(@Disposes WireFormat format) {
        format.close();
    }
}
