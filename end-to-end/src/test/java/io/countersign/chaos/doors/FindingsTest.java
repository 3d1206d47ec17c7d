package io.countersign.chaos.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

final class FindingsTest {

    private final Findings findings = new Findings();

    @Test
    void what_breaks_a_step_off_is_a_violation_with_its_name_and_the_next_one_is_taken() throws Exception {
        findings.attempt("text \"x\"", () -> {
            throw new ConnectException("refused");
        });
        findings.attempt("inbox \"x\"", () -> {
            throw new ExecutionException(new IllegalStateException("away"));
        });
        findings.attempt("path /x", () -> findings.count("path-tricks"));

        assertThat(findings.violations())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("text \"x\": broken off: ")
                                .endsWith("refused"),
                        second -> assertThat(second)
                                .startsWith("inbox \"x\": broken off: ")
                                .endsWith("away"));
        assertThat(findings.counts()).isEqualTo(Map.of("path-tricks", 1L));
    }

    @Test
    void an_interruption_is_none() {
        assertThatThrownBy(() -> findings.attempt("text", () -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(findings.violations()).isEmpty();
    }
}
