package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** The example in Node, on kafkajs and Confluent's registry client from npm. */
final class NodeExample {

    private static final Path FOLDER =
            Path.of("../examples/node-executor").toAbsolutePath().normalize();

    private NodeExample() {}

    /** Where everything must be tested, what is missing is a failure. */
    static boolean isWanted() {
        return isThere() || "true".equals(System.getenv("CI"));
    }

    /** A process of it that is not started yet. */
    static ProcessBuilder process() {
        assertThat(isThere())
                .as("node is installed, and npm ci was run in %s", FOLDER)
                .isTrue();
        return new ProcessBuilder("node", "executor.mjs").directory(FOLDER.toFile());
    }

    private static boolean isThere() {
        return isInstalled("node") && Files.exists(FOLDER.resolve("node_modules/.package-lock.json"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
