package io.countersign.stack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run as a child process.
 *
 * @param name what people call it
 * @param arguments the program and its arguments
 * @param environment what is added to our own environment
 * @param directory where it runs
 * @param log the file that its output is appended to
 * @param classes the file in which its JVM writes down at its end which classes it had loaded, for the next start; if any
 */
public record Command(
        String name,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Path log,
        @Nullable Path classes) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
