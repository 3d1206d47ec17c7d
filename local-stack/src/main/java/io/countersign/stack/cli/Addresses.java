package io.countersign.stack.cli;

import io.countersign.stack.Port;
import io.countersign.stack.launch.Launch;
import java.time.Duration;

/** Where everything listens, for a person to read. */
final class Addresses {

    private Addresses() {}

    /** Told when everything has come up. */
    static String of(Launch launch, Duration taken) {
        return "%nCountersign is up after %.1f s. Ctrl-C ends it.%n%n".formatted(taken.toMillis() / 1000.0)
                + of(launch);
    }

    /** Told again, where something was said in between. */
    static String again(Launch launch) {
        return "%nCountersign stays up. Ctrl-C ends it.%n%n".formatted() + of(launch);
    }

    private static String of(Launch launch) {
        var text = new StringBuilder();
        for (Port port : Port.values()) {
            if (launch.listens(port)) {
                text.append("  %-20s %s%n".formatted(port.title(), launch.address(port)));
            }
        }
        if (launch.listens(Port.INTAKE)) {
            text.append("  %-20s %s%n".formatted("playground", launch.address(Port.INTAKE) + "/"));
        }
        return text.append(
                        "  %-20s %s%n%n".formatted("logs", launch.stack().data().logs()))
                .toString();
    }
}
