package io.countersign.policystream;

import static io.countersign.policystream.EchoBundle.expecting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class BacktestMainTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void a_bundle_that_could_be_pushed_is_tried_without_a_word() {
        assertThat(isTried(EchoBundle.YAML + expecting("it is allowed", "allow")))
                .isTrue();
        assertThat(err.size()).isZero();
    }

    @Test
    void a_bundle_whose_tests_do_not_hold_is_tried_and_told_that_it_could_not_be_pushed() {
        assertThat(isTried(EchoBundle.YAML + expecting("it is allowed", "hold")))
                .isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "policy/a.yaml:12: test it is allowed: expected hold, but it came to allow",
                        "1 of its own tests failed: it could not be pushed as it is");
    }

    @Test
    void a_bundle_that_does_not_compile_is_not_tried() {
        assertThat(isTried(EchoBundle.THAT_DOES_NOT_COMPILE)).isFalse();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("policy/a.yaml:8: ")
                .endsWith("the policy is invalid; nothing was decided by it" + System.lineSeparator());
    }

    private boolean isTried(String yaml) {
        return BacktestMain.candidate(yaml, Path.of("policy"), new PrintStream(err, true, StandardCharsets.UTF_8))
                .isPresent();
    }
}
