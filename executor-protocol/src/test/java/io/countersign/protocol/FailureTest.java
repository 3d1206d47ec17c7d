package io.countersign.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.contract.Limits;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void a_long_message_is_cut_between_characters() {
        var face = "\uD83D\uDE00";

        var even = new Failure("X", face.repeat(2_000)).message();
        var odd = new Failure("X", "x" + face.repeat(2_000)).message();

        assertThat(even).hasSizeLessThanOrEqualTo(Limits.MESSAGE_LENGTH).endsWith(face + "…");
        assertThat(odd).hasSizeLessThanOrEqualTo(Limits.MESSAGE_LENGTH).endsWith(face + "…");
    }

    @Test
    void a_code_is_in_upper_snake_case() {
        assertThatThrownBy(() -> new Failure("not found", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
