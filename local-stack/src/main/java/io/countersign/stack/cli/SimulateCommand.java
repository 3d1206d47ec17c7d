package io.countersign.stack.cli;

import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the module {@code simulation} in a JVM of its own; nothing else has to be running. */
@Command(
        name = "simulate",
        description = {
            "Tells one random history of a partition for each seed, on all cores: intents of three users, executors,"
                    + " reviewers, timers, crashes, changes of policy. An oracle of its own says what must come of"
                    + " each input. Stops at the first decision that is another, and says how to see it again.",
            "The same seed tells the same history. The status is 0 if no guarantee was broken, else 1."
        })
final class SimulateCommand implements Callable<Integer> {

    private static final String MODULE = "simulation";
    private static final long SEEDS_FOR_A_PLANT = 2_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", description = "how many histories; needed, except with --plant")
    private long seeds;

    @Option(names = "--from", paramLabel = "S", description = "the first seed; default: 1")
    private long from = 1;

    @Option(
            names = "--inputs",
            paramLabel = "K",
            description = "inputs of each history before it is brought to its end; default: 80")
    private int inputs = 80;

    @Option(
            names = "--plant",
            paramLabel = "NAME",
            description = "tells them of a broker with this bug instead, until the bug is caught; or 'all', one after"
                    + " another. The status is 1 if one survives")
    private @Nullable String plant;

    @Override
    public Integer call() throws InterruptedException {
        if (plant != null && seeds == 0) {
            seeds = SEEDS_FOR_A_PLANT;
        }
        if (seeds < 1 || from < 0 || from > Long.MAX_VALUE - seeds || inputs < 1) {
            var message = "--seeds and --inputs are 1 or more, --from is 0 or more";
            throw spec == null
                    ? new IllegalStateException(message)
                    : new ParameterException(spec.commandLine(), message);
        }
        try {
            return new ProcessBuilder(command()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run the simulation", e);
        }
    }

    private List<String> command() {
        var installation = Installation.current();
        var simulation = installation.repository().resolve(MODULE).resolve("target/classes");
        var core = Service.POLICY_STREAM.module();
        if (!Files.exists(simulation) || !Files.exists(installation.service(core))) {
            throw new StackException("no simulation: the modules %s and %s are not built".formatted(MODULE, core));
        }
        var command = new ArrayList<>(List.of(Installation.java(), "-Xmx512m", "-XX:+UseParallelGC"));
        command.addAll(Installation.silent());
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                simulation + File.pathSeparator + installation.serviceClassPath(core),
                "io.countersign.simulation.Main",
                Long.toString(seeds),
                Long.toString(from),
                Integer.toString(inputs),
                plant == null ? "" : plant));
        return command;
    }
}
