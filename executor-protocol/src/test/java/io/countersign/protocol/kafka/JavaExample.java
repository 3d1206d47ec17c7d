package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * The example in Java, compiled against this library alone.
 *
 * @param folder where its classes and its settings are
 */
record JavaExample(Path folder) {

    static final Path SOURCES =
            Path.of("../examples/java-executor").toAbsolutePath().normalize();

    /** Compiles it, with all warnings as errors, by the compiler that runs this. */
    static JavaExample compiledTo(Path folder) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--release",
                "21",
                "-Xlint:all,-processing,-path",
                "-Werror",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path")));
        try (var sources = Files.walk(SOURCES.resolve("src/main/java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        var said = new ByteArrayOutputStream();
        var status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
        copySettings(folder);
        return new JavaExample(folder);
    }

    private static void copySettings(Path folder) throws IOException {
        try (var settings = Files.newDirectoryStream(SOURCES.resolve("src/main/resources"))) {
            for (var each : settings) {
                Files.copy(each, folder.resolve(each.getFileName()));
            }
        }
    }

    /** A process of it that is not started yet. */
    ProcessBuilder process() {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "example.RefundsExecutor");
    }
}
