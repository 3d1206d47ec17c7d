package io.countersign.stack.cli;

import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import java.util.Map;

/** Where the log of the running product is read: its broker, and the registry of its schemas. */
record LogAddress(String kafka, String registry) {

    static LogAddress from(Map<String, String> environment) {
        var ports = Ports.from(environment);
        return new LogAddress(
                environment.getOrDefault("COUNTERSIGN_KAFKA", "127.0.0.1:" + ports.of(Port.KAFKA)),
                environment.getOrDefault(
                        "COUNTERSIGN_REGISTRY",
                        "http://127.0.0.1:%d/apis/ccompat/v7".formatted(ports.of(Port.REGISTRY))));
    }
}
