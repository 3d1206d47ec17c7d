package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CountersignTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "up --nonsense",
                "token --tenant acme",
                "token --tenant acme --user",
                "policy",
                "policy push",
                "policy test",
                "policy diff policy",
                "bench"
            })
    void wrong_usage_ends_with_two(String line) {
        assertThat(execute(line)).isEqualTo(2);
    }

    @Test
    void a_directory_that_is_not_there_fails_with_one_and_one_line() {
        var errors = new StringWriter();

        var status = Countersign.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute("policy", "push", "/nowhere/policy");

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString())
                .isEqualToIgnoringNewLines("countersign: /nowhere/policy is not a directory of policy files");
    }

    @Test
    void the_status_of_a_diff_is_zero_if_the_bundles_are_equal_and_one_if_not(@TempDir Path folder) throws IOException {
        var one = Files.createDirectory(folder.resolve("one"));
        var other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(one.resolve("a.yaml"), "kind: Action\nname: a\n");
        Files.writeString(other.resolve("b.yaml"), "name: a\nkind: Action\n");

        assertThat(execute("policy diff " + one + " " + other)).isZero();

        Files.writeString(other.resolve("c.yaml"), "kind: Action\nname: c\n");
        assertThat(execute("policy diff " + one + " " + other)).isEqualTo(1);
    }

    private static int execute(String line) {
        return Countersign.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
