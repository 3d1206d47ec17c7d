package io.countersign.stack.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run as a child process.
 *
 * @param name what people call it
 * @param arguments the program and its arguments
 * @param environment what is added to our own environment
 * @param directory where it runs
 * @param log the file that its output is appended to
 */
public record Command(String name, List<String> arguments, Map<String, String> environment, Path directory, Path log) {

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }
}
