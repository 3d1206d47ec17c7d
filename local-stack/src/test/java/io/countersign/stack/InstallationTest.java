package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVMs that a user's commands run in. */
final class InstallationTest {

    private static final Path NOWHERE = Path.of("no.jar");

    @Test
    void classes_of_older_jars_are_dropped_because_a_jvm_would_neither_use_nor_replace_them(@TempDir Path folder)
            throws Exception {
        var jar = Files.createFile(folder.resolve("some.jar"));
        var installation = Installation.current();
        var classes = installation.classes("older-than-its-jar");
        try {
            Files.writeString(classes, "classes");
            var written = Files.getLastModifiedTime(classes).toInstant();

            Files.setLastModifiedTime(jar, FileTime.from(written));
            installation.frugal("older-than-its-jar", Heap.calm("64m"), jar);
            assertThat(classes).exists();

            Files.setLastModifiedTime(jar, FileTime.from(written.plusMillis(1)));
            installation.frugal("older-than-its-jar", Heap.calm("64m"), jar);
            assertThat(classes).doesNotExist();
            installation.frugal("older-than-its-jar", Heap.calm("64m"), jar);
        } finally {
            Files.deleteIfExists(classes);
        }
    }

    @Test
    void a_library_that_handles_memory_by_itself_makes_no_child_jvm_warn() throws Exception {
        var command = new ArrayList<>(Installation.current().frugal("test", Heap.calm("64m"), NOWHERE));
        command.addAll(Service.POLICY_STREAM.options());
        // Folders, such as those of tests, keep a JVM from writing down its classes.
        command.removeIf(option -> option.contains("SharedArchive"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HandlesMemory.class.getName()));

        var child = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(child.waitFor()).isZero();
    }

    /** As protobuf does, which the policy's expressions bring along. */
    static final class HandlesMemory {
        private HandlesMemory() {}

        public static void main(String[] arguments) throws ReflectiveOperationException {
            var unsafe = Class.forName("sun.misc.Unsafe");
            var field = unsafe.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            var memory = unsafe.getMethod("allocateMemory", long.class).invoke(field.get(null), 8L);
            unsafe.getMethod("freeMemory", long.class).invoke(field.get(null), memory);
        }
    }
}
