package io.countersign.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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

    private static int execute(String line) {
        return Countersign.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute(line.isEmpty() ? new String[0] : line.split(" "));
    }
}
