package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.stack.process.ProcessRecords;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a killed test run leaves behind. */
final class TestStacksIT {

    @Test
    void the_next_test_run_ends_its_processes_and_drops_its_folder() throws Exception {
        var abandoned =
                new DataDirectory(TestStacks.FOLDER.resolve(UUID.randomUUID().toString())).create();
        var orphan = new ProcessRecords(abandoned.processes()).start("sleeper", new ProcessBuilder("sleep", "600"));
        Files.setLastModifiedTime(abandoned.root(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        try {
            TestStacks.sweep();

            assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(abandoned.root()).doesNotExist();
        } finally {
            orphan.destroyForcibly();
        }
    }

    @Test
    void the_folder_of_a_living_test_run_is_left_alone() throws Exception {
        var used = LocalStack.shared().data();
        var touched = Files.getLastModifiedTime(used.root());
        Files.setLastModifiedTime(used.root(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        try {
            TestStacks.sweep();

            assertThat(used.root()).isDirectory();
            assertThat(LocalStack.shared().broker().running()).isTrue();
        } finally {
            Files.setLastModifiedTime(used.root(), touched);
        }
    }
}
