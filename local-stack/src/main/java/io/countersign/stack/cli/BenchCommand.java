package io.countersign.stack.cli;

import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark of the module {@code benchmarks} in a JVM of its own. */
@Command(name = "bench", description = "Runs a benchmark.")
final class BenchCommand implements Callable<Integer> {

    private static final String HEAP = "2g";

    @Parameters(
            paramLabel = "NAME",
            description = "smoke, commit-interval, policy [--rules | --users N | --trace FILE],"
                    + " execution [--overhead | --blocked | --stream | --many],"
                    + " or doors [--post | --decided | --chat | --channels]")
    private String name = "";

    @Unmatched
    private final List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var installation = Installation.current();
        var target = installation.repository().resolve("benchmarks/target");
        if (!Files.exists(target.resolve("classes"))) {
            throw new StackException("no benchmark: the module benchmarks is not built");
        }
        var classPath = String.join(
                File.pathSeparator,
                target.resolve("classes").toString(),
                target.resolve("lib") + "/*",
                installation.serviceClassPath(Service.POLICY_STREAM.module()),
                installation.classPath());
        var command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(
                runsPolicyStream() ? Heap.busy(HEAP).options() : Heap.calm(HEAP).options());
        command.addAll(log());
        command.addAll(runsPolicyStream() ? Service.POLICY_STREAM.options() : List.of());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "io.countersign.benchmarks.Main", name));
        command.addAll(options);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run the benchmark " + name, e);
        }
    }

    /** Whether a part of policy-stream runs in the benchmark's own process, which then is as that service is. */
    private boolean runsPolicyStream() {
        return name.equals("policy");
    }

    /** Where the benchmark runs a part of a service within its own process, that part logs as the service does. */
    private List<String> log() {
        return runsPolicyStream()
                ? List.of(
                        "-Dslf4j.provider=org.slf4j.impl.JBossSlf4jServiceProvider",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager")
                : List.of("-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider");
    }
}
