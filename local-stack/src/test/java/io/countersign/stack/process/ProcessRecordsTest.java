package io.countersign.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRecordsTest {

    private static final ProcessBuilder SLEEPER = new ProcessBuilder("sleep", "600");

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void what_another_launcher_recorded_is_ended() throws Exception {
        var orphan = new ProcessRecords(file()).start("sleeper", SLEEPER);
        try {
            var ended = new ProcessRecords(file()).endOrphans();

            assertThat(ended).containsExactly("sleeper (pid %d)".formatted(orphan.pid()));
            assertThat(orphan.waitFor(0, TimeUnit.SECONDS)).isTrue();
            assertThat(new ProcessRecords(file()).endOrphans()).isEmpty();
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void a_process_that_has_got_the_id_of_a_recorded_one_is_spared() throws IOException {
        var stranger = SLEEPER.start();
        try {
            var longAgo = Instant.now().minus(Duration.ofHours(1));
            Files.writeString(file(), "%d %s kafka%n".formatted(stranger.pid(), longAgo));

            assertThat(new ProcessRecords(file()).endOrphans()).isEmpty();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_line_that_a_crash_cut_off_names_no_process() throws IOException {
        Files.writeString(file(), "4711 2026-11-2");

        assertThat(new ProcessRecords(file()).endOrphans()).isEmpty();
    }

    @Test
    void what_was_stopped_is_no_orphan() throws Exception {
        var records = new ProcessRecords(file());
        var stopped = records.start("sleeper", SLEEPER);
        stopped.destroyForcibly().waitFor();
        records.remove(stopped.pid());

        assertThat(Files.readAllLines(file())).isEmpty();
    }

    @Test
    void sealed_records_let_nothing_start() {
        var records = new ProcessRecords(file());
        records.seal();

        assertThatThrownBy(() -> records.start("sleeper", SLEEPER)).isInstanceOf(StackException.class);
        assertThat(file()).doesNotExist();
    }

    private Path file() {
        return temporary.resolve("processes");
    }
}
