package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void only_its_owner_may_look_into_it() throws IOException {
        var data = new DataDirectory(temporary.resolve("data")).create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void clearing_it_keeps_the_keys_and_nothing_else() throws IOException {
        var data = new DataDirectory(temporary.resolve("data")).create();
        write(data.keys().resolve("dev.json"));
        write(data.kafka().resolve("log/topic-0/00.log"));
        write(data.log("kafka"));
        write(data.processes());

        data.clear();

        assertThat(data.keys().resolve("dev.json")).exists();
        assertThat(data.root().toFile().list()).containsExactly("keys");
    }

    @Test
    void what_this_build_began_it_goes_on_with() throws IOException {
        var data = new DataDirectory(temporary.resolve("data")).create();
        write(data.keys().resolve("dev.json"));
        data.requireLayout();
        write(data.kafka().resolve("log/topic-0/00.log"));

        assertThatCode(data::requireLayout).doesNotThrowAnyException();
    }

    @Test
    void data_that_is_kept_in_another_way_is_refused_until_it_is_dropped() throws IOException {
        var data = new DataDirectory(temporary.resolve("data")).create();
        data.requireLayout();
        write(data.state("policy-stream"));
        Files.writeString(data.root().resolve("layout"), "1");

        assertThatThrownBy(data::requireLayout)
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll(data.root().toString(), "--fresh", "COUNTERSIGN_DATA");

        data.clear();
        assertThatCode(data::requireLayout).doesNotThrowAnyException();
    }

    @Test
    void one_holder_at_a_time_has_it() {
        var data = new DataDirectory(temporary.resolve("data")).create();

        try (var lock = data.tryLock().orElseThrow()) {
            assertThat(lock.lock().isValid()).isTrue();
            assertThat(data.tryLock()).isEmpty();
        }

        assertThat(data.tryLock()).isPresent();
    }

    @Test
    void the_environment_says_where_it_is() {
        assertThat(DataDirectory.from(Map.of(), Path.of("/repository")).root())
                .isEqualTo(Path.of("/repository/.countersign"));
        assertThat(DataDirectory.from(Map.of("COUNTERSIGN_DATA", "/data"), Path.of("/repository"))
                        .root())
                .isEqualTo(Path.of("/data"));
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "text");
    }
}
