package io.countersign.stack.cli;

import io.countersign.stack.Port;
import io.countersign.stack.Service;
import io.countersign.stack.launch.Launch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings everything up in the foreground; Ctrl-C ends everything that it started. */
@Command(name = "up", description = "Starts broker, registry, database and services, and stays in the foreground.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private final LaunchOptions options = new LaunchOptions();

    @Option(names = "--parts-only", description = "only broker, registry and database, for services run by hand")
    private boolean partsOnly;

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        return Foreground.run(options.plan(partsOnly ? List.of() : List.of(Service.values()), Map.of()), launch -> {
            launch.start();
            System.out.print(addresses(launch, Duration.ofNanos(System.nanoTime() - begin)));
            Foreground.awaitEnd();
            return 0;
        });
    }

    private static String addresses(Launch launch, Duration taken) {
        var text = new StringBuilder(
                "%nCountersign is up after %.1f s. Ctrl-C ends it.%n%n".formatted(taken.toMillis() / 1000.0));
        for (Port port : Port.values()) {
            if (launch.listens(port)) {
                text.append("  %-20s %s%n".formatted(port.title(), launch.address(port)));
            }
        }
        return text.append(
                        "  %-20s %s%n%n".formatted("logs", launch.stack().data().logs()))
                .toString();
    }
}
