package io.countersign.policystream;

import static io.countersign.policystream.EchoBundle.expecting;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.BundleCheck;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class PolicyTestMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void each_test_is_told_and_all_that_hold_are_well() {
        int status = check(EchoBundle.YAML + expecting("it is allowed", "allow") + expecting("so it is", "allow"));

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("ok   it is allowed", "ok   so it is", "2 tests held, 0 failed");
        assertThat(err.size()).isZero();
    }

    @Test
    void a_test_that_fails_says_where_and_what_it_came_to_and_the_others_are_told_too() {
        int status = check(EchoBundle.YAML + expecting("it is held", "hold") + expecting("it is allowed", "allow"));

        assertThat(status).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("FAIL it is held", "ok   it is allowed", "1 tests held, 1 failed");
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("policy/a.yaml:12: test it is held: expected hold, but it came to allow");
    }

    @Test
    void what_does_not_compile_is_told_and_its_tests_are_not_run() {
        int status = check(EchoBundle.THAT_DOES_NOT_COMPILE + expecting("it is allowed", "allow"));

        assertThat(status).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("policy/a.yaml:8: ")
                .endsWith("the policy is invalid; its tests were not run" + System.lineSeparator());
    }

    @Test
    void a_warning_is_told_as_one_and_spoils_nothing() {
        var budget = """
                ---
                kind: Budget
                name: a-day
                actions: [echo]
                unit: tokens
                window: 24h
                limit: 100
                """;

        int status = check(EchoBundle.YAML + budget + expecting("it is allowed", "allow"));

        assertThat(status).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("policy/a.yaml:")
                .contains(": warning: action echo: reserves no tokens");
    }

    private int check(String yaml) {
        return PolicyTestMain.tell(
                BundleCheck.of(yaml),
                Path.of("policy"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
