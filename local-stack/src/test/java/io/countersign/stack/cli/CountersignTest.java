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
import org.junit.jupiter.params.provider.CsvSource;
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
                "policy rollback one two",
                "policy rollback --nonsense",
                "simulate",
                "simulate --seeds 0",
                "simulate --seeds many",
                "simulate --seeds 1 --from -1",
                "chaos",
                "chaos executors --kills 0",
                "chaos executors --kills many",
                "chaos executors --seconds-between 0",
                "chaos outage --seconds 0",
                "chaos doors --strings",
                "chaos nonsense",
                "bench"
            })
    void wrong_usage_ends_with_two(String line) {
        assertThat(execute(line)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policy push /nowhere/policy        | /nowhere/policy does not exist
            policy test /nowhere/policy        | /nowhere/policy does not exist
            policy diff active /nowhere/policy | /nowhere/policy does not exist
            up --policy /nowhere/policy        | /nowhere/policy does not exist
            demo --routes /nowhere/routes.yaml | there is no file /nowhere/routes.yaml
            chaos doors --strings /nowhere/s   | there is no file /nowhere/s
            chaos doors --documents /nowhere   | there is no folder /nowhere
            up --nonsense                      | Unknown option: '--nonsense'
            token --tenant acme                | Missing required option: '--user=USER'
            """)
    void wrong_usage_is_told_in_three_lines_what_is_wrong_how_it_is_used_and_where_more_stands(
            String line, String wrong) {
        var errors = new StringWriter();

        var status =
                Countersign.commandLine().setErr(new PrintWriter(errors, true)).execute(line.split(" "));

        assertThat(status).isEqualTo(2);
        var command = line.startsWith("policy") || line.startsWith("chaos")
                ? line.split(" ")[0] + " " + line.split(" ")[1]
                : line.split(" ")[0];
        assertThat(errors.toString().lines())
                .satisfiesExactly(
                        told -> assertThat(told).isEqualTo("countersign: " + wrong),
                        told -> assertThat(told).startsWith("Usage: countersign " + command + " [-h]"),
                        told -> assertThat(told).isEqualTo("More: countersign " + command + " --help"));
    }

    @Test
    void a_folder_without_a_policy_fails_with_one_and_one_line(@TempDir Path empty) {
        var errors = new StringWriter();

        var status = Countersign.commandLine()
                .setErr(new PrintWriter(errors, true))
                .execute("policy", "push", empty.toString());

        assertThat(status).isEqualTo(1);
        assertThat(errors.toString()).isEqualToIgnoringNewLines("countersign: no *.yaml file under " + empty);
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
