package io.countersign.stack.cli;

import io.countersign.stack.Installation;
import io.countersign.stack.StackException;
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

    @Parameters(paramLabel = "NAME", description = "smoke, policy, execution, doors or desk")
    private String name = "";

    @Unmatched
    private final List<String> options = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        var jar = Installation.current().repository().resolve("benchmarks/target/benchmarks.jar");
        if (!Files.exists(jar)) {
            throw new StackException("no benchmark: the module benchmarks is not built");
        }
        var command = new ArrayList<>(List.of(Installation.java(), "-jar", jar.toString(), name));
        command.addAll(options);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run " + jar, e);
        }
    }
}
