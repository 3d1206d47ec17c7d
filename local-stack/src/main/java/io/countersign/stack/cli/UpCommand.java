package io.countersign.stack.cli;

import io.countersign.stack.Service;
import java.time.Duration;
import java.util.List;
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
        return Foreground.run(options.plan(partsOnly ? List.of() : List.of(Service.values())), launch -> {
            launch.start();
            System.out.print(Addresses.of(launch, Duration.ofNanos(System.nanoTime() - begin)));
            Foreground.awaitEnd();
            return 0;
        });
    }
}
