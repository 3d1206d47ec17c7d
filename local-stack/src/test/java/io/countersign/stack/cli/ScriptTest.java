package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.stack.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./countersign} in a tree of its own, with a Maven that does what the test says. */
final class ScriptTest {

    private static final List<String> TOOLS = List.of(
            "awk",
            "bash",
            "cat",
            "cp",
            "dirname",
            "find",
            "flock",
            "grep",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sort",
            "touch");

    private static final String MOVE_REPORTS = "mv prepared/* 'a tree'";

    @TempDir
    private Path temporary = Path.of("");

    private Path tree = Path.of("");
    private Path programs = Path.of("");

    @BeforeEach
    void copyTheScript() throws IOException {
        tree = Files.createDirectories(temporary.resolve("a tree"));
        programs = Files.createDirectories(temporary.resolve("bin"));
        Files.copy(Installation.current().repository().resolve("countersign"), tree.resolve("countersign"));
        for (var tool : TOOLS) {
            program(tool, "exec %s \"$@\"".formatted(tool(tool)));
        }
        program("chromium", "");
        program("node", "");
        program("kcat", "");
        program("curl", "");
    }

    @Test
    void the_last_line_of_a_test_run_adds_up_all_reports() throws Exception {
        report("a/target/surefire-reports", "tests=\"5\" errors=\"0\" skipped=\"1\" failures=\"0\"");
        report("b/target/failsafe-reports", "tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        program("mvn", MOVE_REPORTS);

        var run = run(Map.of(), "test");

        assertThat(run.lines().getLast()).isEqualTo("6 passed, 0 failed, 1 skipped");
        assertThat(run.status()).isZero();
    }

    @Test
    void failures_and_errors_both_count_as_failed() throws Exception {
        report("a/target/surefire-reports", "tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"2\"");
        program("mvn", MOVE_REPORTS + "; exit 1");

        var run = run(Map.of(), "test");

        assertThat(run.lines().getLast()).isEqualTo("1 passed, 3 failed, 1 skipped");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void every_failed_test_is_named_with_its_message_and_other_modules_are_tested_all_the_same() throws Exception {
        report("a/target/surefire-reports", "tests=\"3\" errors=\"2\" skipped=\"0\" failures=\"0\"", """
                <testcase name="is_fine" classname="A" time="0.1"/>
                <testcase name="is_not" classname="A" time="0.1">
                  <error message="expected: &lt;1&gt;&#10; but was: &quot;R&amp;D&quot;" type="E"><![CDATA[E: expected]]></error>
                </testcase>
                <testcase name="says_nothing" classname="A" time="0.1">
                  <error type="E"><![CDATA[E]]></error>
                </testcase>
                """);
        program("mvn", MOVE_REPORTS + "; case \"$*\" in *-Dmaven.test.failure.ignore=true*) exit 0;; esac; exit 1");

        var run = run(Map.of(), "test");

        assertThat(run.lines())
                .endsWith(
                        "failed: A.is_not: expected: <1> but was: \"R&D\"",
                        "failed: A.says_nothing: E",
                        "countersign: not all is well: see above",
                        "1 passed, 2 failed, 0 skipped");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void a_build_that_breaks_without_a_failed_test_fails_too() throws Exception {
        program("mvn", "echo no such module; exit 1");

        var run = run(Map.of(), "test");

        assertThat(run.lines()).contains("no such module");
        assertThat(run.lines().getLast()).isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void reports_of_an_earlier_run_do_not_count_and_no_test_at_all_is_a_failure() throws Exception {
        var old = Files.createDirectories(tree.resolve("a/target/surefire-reports"));
        Files.writeString(old.resolve("TEST-old.xml"), "<testsuite tests=\"9\" errors=\"9\">");
        program("mvn", "");

        var run = run(Map.of(), "test");

        assertThat(run.lines().getLast()).isEqualTo("0 passed, 0 failed, 0 skipped");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void what_some_tests_want_is_named_and_missing_only_in_automation() throws Exception {
        Files.delete(programs.resolve("chromium"));
        Files.createDirectories(tree.resolve("examples/node"));
        Files.writeString(tree.resolve("examples/node/package-lock.json"), "{}");
        report("a/target/surefire-reports", "tests=\"1\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        program("mvn", "cp -r prepared/* 'a tree'");

        var byHand = run(Map.of(), "test");
        var automatic = run(Map.of("CI", "true"), "test");

        assertThat(byHand.lines())
                .contains("countersign: missing: chromium (browser tests)")
                .contains("countersign: missing: npm packages (npm ci in examples/node)");
        assertThat(byHand.status()).isZero();
        assertThat(automatic.status()).isEqualTo(1);
        assertThat(automatic.lines().getLast()).isEqualTo("1 passed, 0 failed, 0 skipped");
    }

    @Test
    void a_machine_without_maven_is_told_so_in_one_line() throws Exception {
        var run = run(Map.of(), "token");

        assertThat(run.lines()).containsExactly("countersign: missing: Maven from 3.8.7 up (mvn is not on the PATH)");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void a_failed_build_shows_what_maven_said() throws Exception {
        program("mvn", "echo cannot compile; exit 1");

        var run = run(Map.of(), "token");

        assertThat(run.lines()).contains("cannot compile", "countersign: the build failed");
        assertThat(run.status()).isEqualTo(1);
    }

    /** The launcher itself cannot start here, as there are no classes: what counts is whether Maven is asked. */
    @Test
    void what_is_built_is_built_again_only_after_a_change() throws Exception {
        source("schemas/src/main/java/A.java");
        source("end-to-end/src/test/java/B.java");
        for (var output : List.of(
                "schemas/target/classes", "end-to-end/target", "local-stack/target/stack/lib", "local-stack/target")) {
            Files.createDirectories(tree.resolve(output));
        }
        program("mvn", "mkdir -p 'a tree/schemas/target/classes'; echo building >> maven.log");
        var log = temporary.resolve("maven.log");

        run(Map.of(), "up");
        run(Map.of(), "up");
        assertThat(log).as("the second start builds nothing").hasContent("building");

        source("end-to-end/src/test/java/C.java");
        run(Map.of(), "up");
        assertThat(log).as("tests are no part of what is launched").hasContent("building");

        source("schemas/src/main/java/D.java");
        run(Map.of(), "up");
        assertThat(log).hasContent("building\nbuilding");
    }

    @Test
    void what_was_made_of_a_file_that_has_gone_is_not_there_any_more() throws Exception {
        source("schemas/src/main/java/A.java");
        source("schemas/src/main/java/B.java");
        program("mvn", "mkdir -p 'a tree/schemas/target/classes'");
        run(Map.of(), "up");
        var made = Files.writeString(tree.resolve("schemas/target/classes/B.class"), "");

        source("schemas/src/main/java/C.java");
        run(Map.of(), "up");
        assertThat(made).as("nothing has gone").exists();

        Files.delete(tree.resolve("schemas/src/main/java/B.java"));
        run(Map.of(), "up");
        assertThat(made).doesNotExist();
    }

    @Test
    void help_is_there_without_a_build_and_without_maven() throws Exception {
        assertThat(run(Map.of(), "test", "--help").lines()).first().asString().startsWith("Usage: ./countersign test");
        assertThat(run(Map.of(), "test", "--help").status()).isZero();
        assertThat(run(Map.of(), "up", "--help").lines()).first().asString().startsWith("Usage: ./countersign");
        assertThat(run(Map.of(), "up", "--help").status()).isZero();
    }

    @Test
    void help_and_tokens_come_from_the_build_that_is_there_however_old() throws Exception {
        Files.createDirectories(tree.resolve("local-stack/target/stack/lib"));
        Files.createFile(tree.resolve("local-stack/target/local-stack-1.jar"));
        source("schemas/src/main/java/A.java");
        program("mvn", "echo building >> maven.log");
        var log = temporary.resolve("maven.log");

        assertThat(run(Map.of(), "token", "--tenant", "acme").lines()).anyMatch(line -> line.contains("Countersign"));
        run(Map.of(), "up", "--help");
        assertThat(log).doesNotExist();

        run(Map.of(), "policy", "show");
        assertThat(log).exists();
    }

    @Test
    void an_unknown_command_is_wrong_usage() throws Exception {
        assertThat(run(Map.of(), "fly").status()).isEqualTo(2);
        assertThat(run(Map.of()).status()).isEqualTo(2);
        assertThat(run(Map.of(), "--help").status()).isZero();
    }

    private record Run(int status, List<String> lines) {}

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of("/bin/bash", tree.resolve("countersign").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(temporary.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", programs.toString());
        builder.environment().put("HOME", temporary.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Run(process.waitFor(), lines);
    }

    /** A report of tests that went well, which the pretended Maven moves to its place. */
    private void report(String folder, String counts) throws IOException {
        report(folder, counts, "<testcase name=\"one\"/>");
    }

    private void report(String folder, String counts, String tests) throws IOException {
        var target = Files.createDirectories(temporary.resolve("prepared").resolve(folder));
        Files.writeString(
                target.resolve("TEST-Some.xml"),
                "<?xml version=\"1.0\"?>\n<testsuite name=\"Some\" time=\"0.1\" %s>\n%s</testsuite>\n"
                        .formatted(counts, tests));
    }

    private void source(String path) throws IOException {
        var file = tree.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        for (var module : List.of("schemas", "end-to-end", "local-stack")) {
            var pom = Files.createDirectories(tree.resolve(module)).resolve("pom.xml");
            if (Files.notExists(pom)) {
                Files.writeString(pom, "");
            }
        }
        if (Files.notExists(tree.resolve("pom.xml"))) {
            Files.writeString(tree.resolve("pom.xml"), "");
            Files.createDirectories(tree.resolve(".mvn"));
        }
    }

    private void program(String name, String script) throws IOException {
        var file = programs.resolve(name);
        Files.writeString(file, "#!/bin/bash\n%s\n".formatted(script));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path tool(String name) {
        return List.of("/usr/bin", "/bin", "/usr/local/bin").stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
