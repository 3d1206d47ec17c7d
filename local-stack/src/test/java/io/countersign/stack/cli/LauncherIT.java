package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The launcher as people run it: a JVM of its own, ended by signals. */
@Execution(ExecutionMode.CONCURRENT)
final class LauncherIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path temporary = Path.of("");

    private final Ports ports = Ports.free();
    private final List<Process> launchers = new ArrayList<>();
    private DataDirectory data = new DataDirectory(temporary);

    @BeforeEach
    void useATemporaryFolder() {
        data = new DataDirectory(temporary.resolve("data"));
    }

    @AfterEach
    void endEverything() throws InterruptedException {
        for (var launcher : launchers) {
            launcher.destroy();
            if (!launcher.waitFor(30, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
            }
        }
    }

    @Test
    void a_fresh_launcher_ends_what_a_killed_one_left_drops_its_data_and_keeps_its_keys() throws Exception {
        awaitUp(launch("up", "--parts-only"), "first");
        var key = Files.readString(data.keys().resolve("dev.json"));
        var cluster = clusterId();
        var orphans = children();
        assertThat(orphans).hasSize(3).allMatch(ProcessHandle::isAlive);
        launchers.getFirst().destroyForcibly().waitFor();
        assertThat(orphans).allMatch(ProcessHandle::isAlive);

        awaitUp(launch("up", "--parts-only", "--fresh"), "second");

        assertThat(orphans).noneMatch(ProcessHandle::isAlive);
        assertThat(children()).hasSize(3).allMatch(ProcessHandle::isAlive);
        assertThat(clusterId()).isNotEqualTo(cluster);
        assertThat(data.keys().resolve("dev.json")).content().isEqualTo(key);
    }

    @Test
    void a_second_launcher_on_the_same_data_is_refused_what_dies_is_started_again_and_an_interrupt_ends_all_of_it()
            throws Exception {
        var launcher = launch("up", "--parts-only");
        awaitUp(launcher, "first");
        var killed = children();

        var second = launch("up", "--parts-only");

        assertThat(second.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(output("second")).contains("another stack runs on " + data.root());
        assertThat(killed).hasSize(3).allMatch(ProcessHandle::isAlive);

        killed.forEach(ProcessHandle::destroyForcibly);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(output("first"))
                        .contains(
                                "schema-registry is ready again", "kafka is ready again", "postgresql is ready again"));
        var started = children();
        assertThat(started).hasSize(3).allMatch(ProcessHandle::isAlive).doesNotContainAnyElementsOf(killed);

        signal("INT", launcher);

        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThat(data.processes()).isEmptyFile();
        assertThat(output("first"))
                .containsSubsequence("ending everything", "ending Kafka", "everything has ended after ");
    }

    @Test
    void an_interrupt_while_it_starts_leaves_nothing_either() throws Exception {
        var launcher = launch("up", "--parts-only");
        await().atMost(LIMIT).until(() -> !children().isEmpty());
        var started = children();

        signal("INT", launcher);

        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThat(data.processes()).isEmptyFile();
    }

    @Test
    void data_of_a_build_that_noted_no_layout_is_refused_before_anything_runs() throws Exception {
        var old = Files.createDirectories(data.create().kafka().resolve("log"));

        var launcher = launch("up", "--parts-only");

        assertThat(launcher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output("first")).contains("drop it (all but the keys) with --fresh");
        assertThat(old).isEmptyDirectory();
    }

    @Test
    void a_taken_port_is_named_with_the_variable_that_moves_it() throws Exception {
        try (var taken = new ServerSocket(ports.of(Port.REGISTRY), 1, InetAddress.getByName("127.0.0.1"))) {
            var launcher = launch("up", "--parts-only");

            assertThat(launcher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(launcher.exitValue()).isEqualTo(1);
            assertThat(output("first"))
                    .contains(taken.getLocalPort() + " (schema registry, COUNTERSIGN_PORT_REGISTRY)");
            assertThat(children()).isEmpty();
        }
    }

    private Process launch(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                // Tests that run in the background were told to ignore it, and would hand that on.
                "env",
                "--default-signal=INT",
                Installation.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Installation.current().classPath(),
                Countersign.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary
                        .resolve(launchers.isEmpty() ? "first" : "second")
                        .toFile());
        builder.environment().put("COUNTERSIGN_DATA", data.root().toString());
        ports.numbers().forEach((port, number) -> builder.environment().put(port.variable(), number.toString()));
        var launcher = builder.start();
        launchers.add(launcher);
        return launcher;
    }

    private void awaitUp(Process launcher, String name) {
        await().atMost(LIMIT).until(() -> output(name).contains("Countersign is up") || !launcher.isAlive());
        assertThat(launcher.isAlive()).as(() -> output(name)).isTrue();
    }

    private String output(String name) {
        try {
            return Files.readString(temporary.resolve(name));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void signal(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private String clusterId() throws IOException {
        return Files.readAllLines(data.kafka().resolve("log/meta.properties")).stream()
                .filter(line -> line.startsWith("cluster.id="))
                .findFirst()
                .orElseThrow();
    }

    private List<ProcessHandle> children() throws IOException {
        return records().stream()
                .map(fields -> ProcessHandle.of(Long.parseLong(fields[0])))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String[]> records() throws IOException {
        if (!Files.exists(data.processes())) {
            return List.of();
        }
        return Files.readAllLines(data.processes()).stream()
                .map(line -> line.split(" ", 3))
                .toList();
    }
}
