package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTextTest {

    @ParameterizedTest
    @CsvSource({
        "'', 3, ''",
        "abc, 3, abc",
        "abcd, 3, ab…",
        "abcd, 1, …",
        // a pair of surrogates is not cut in two
        "a😀b, 4, a😀b",
        "a😀bc, 4, a😀…",
        "a😀bc, 3, a…",
        "😀😀, 2, …",
    })
    void a_text_that_is_too_long_ends_in_an_ellipsis(String text, int longest, String cut) {
        assertThat(CutText.of(text, longest)).isEqualTo(cut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "HTTP_503", "A_", "A2"})
    void a_code_is_in_upper_snake_case(String code) {
        assertThat(FailureCode.isValid(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "2A", "_A", "A-B", "A B", "A\n", "\u00c4"})
    void anything_else_is_no_code(String text) {
        assertThat(FailureCode.isValid(text)).isFalse();
    }

    @Test
    void a_code_has_64_characters_at_most() {
        assertThat(FailureCode.isValid("A".repeat(64))).isTrue();
        assertThat(FailureCode.isValid("A".repeat(65))).isFalse();
    }
}
