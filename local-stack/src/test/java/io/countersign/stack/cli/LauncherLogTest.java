package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LauncherLogTest {

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void what_is_logged_while_a_table_is_told_goes_to_the_file_and_not_between_its_rows() throws Exception {
        var file = temporary.resolve("launcher.log");
        Files.writeString(file, "of the last time\n");
        var terminal = System.err;

        boolean told = LauncherLog.asideTo(file, () -> {
            LoggerFactory.getLogger(LauncherLogTest.class).error("policy-stream has ended; it is started again");
            return true;
        });

        assertThat(told).isTrue();
        assertThat(System.err).isSameAs(terminal);
        assertThat(Files.readString(file))
                .startsWith("of the last time")
                .contains("policy-stream has ended; it is started again");
    }
}
