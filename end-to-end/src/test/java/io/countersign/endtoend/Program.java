package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that somebody starts in a folder. */
final class Program {

    private static final int SECONDS = 60;

    private Program() {}

    /** Where everything must be tested, what is missing is a failure. */
    static boolean isWanted(String name) {
        return "true".equals(System.getenv("CI"))
                || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    static Path example(String name) {
        return Path.of("../examples", name).toAbsolutePath().normalize();
    }

    /** How it ended, and what it said. */
    record Ended(int status, String printed, String errors) {

        /** It says in one line what is wrong, and not where in its code. */
        void complains(int as, String word) {
            assertThat(status).as(errors).isEqualTo(as);
            assertThat(errors).contains(word).doesNotContain("    at ", "\tat ").hasLineCount(1);
        }
    }

    /** What it prints; it has to end well, and soon. */
    static String run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        var ended = end(folder, environment, command);
        assertThat(ended.status()).as(ended.errors()).isZero();
        return ended.printed();
    }

    /** However it ends: it has to, and soon. */
    static Ended end(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        var errors = Files.createTempFile("program", ".log");
        var printed = Files.createTempFile("program", ".out");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(printed.toFile());
        builder.environment().remove("COUNTERSIGN_TOKEN");
        builder.environment().putAll(environment);
        var program = builder.start();
        try {
            assertThat(program.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Ended(program.exitValue(), Files.readString(printed), Files.readString(errors));
        } finally {
            program.destroyForcibly();
            Files.delete(errors);
            Files.delete(printed);
        }
    }
}
