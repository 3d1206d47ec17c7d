package io.countersign.stack.policy;

import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A main class of policy-stream, run by itself in a JVM of its own: the launcher has none of its classes.
 *
 * @param main the class's full name
 * @param jvm how its JVM starts
 */
public record PolicyStreamTool(String main, List<String> jvm) {

    /** From this JDK on libraries that use sun.misc.Unsafe make it warn. */
    private static final int WARNS_OF_UNSAFE = 24;

    public PolicyStreamTool {
        jvm = List.copyOf(jvm);
    }

    /** One that is soon done. */
    public static PolicyStreamTool small(String name, String main) {
        var installation = Installation.current();
        var jar = installation.service(Service.POLICY_STREAM.module());
        return new PolicyStreamTool(main, installation.frugal(name, Heap.calm("256m"), jar));
    }

    /** One that goes through a whole log: the more it has to remember, the more memory it takes, up to half of all. */
    public static PolicyStreamTool large(String main) {
        return new PolicyStreamTool(
                main,
                List.of(
                        Installation.java(),
                        "-XX:MaxRAMPercentage=50",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError"));
    }

    /** Runs it with that on its standard input; what it prints goes where the launcher's goes. Returns its status. */
    public int run(String input, String... arguments) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command(arguments))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (var to = process.getOutputStream()) {
                write(to, input);
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run " + main + ": " + e, e);
        }
    }

    private static void write(OutputStream to, String input) throws IOException {
        to.write(input.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> command(String... arguments) {
        var installation = Installation.current();
        var module = Service.POLICY_STREAM.module();
        if (!Files.exists(installation.service(module))) {
            throw new StackException(module + " is not built");
        }
        var command = new ArrayList<>(jvm);
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                installation.serviceClassPath(module),
                main));
        command.addAll(List.of(arguments));
        return command;
    }
}
