package io.countersign.policystream.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "250.0, 250",
        "250, 250",
        "99.99, 99.99",
        "100, 100",
        "1e2, 100",
        "12345678.9, 12345678.9",
        "1e21, 1000000000000000000000",
        "0.1, 0.1",
        "1e-7, 0.0000001",
        "-0.0, 0",
        "0.30000000000000004, 0.30000000000000004",
        "-5.50, -5.5",
        "NaN, NaN"
    })
    void doubles_are_written_as_people_write_them(double number, String text) {
        assertThat(NumberText.of(number)).isEqualTo(text);
    }

    @Test
    void longs_are_written_digit_by_digit() {
        assertThat(NumberText.of(9_007_199_254_740_993L)).isEqualTo("9007199254740993");
    }

    @Test
    void words_stay_on_one_line() {
        assertThat(Words.clean("Refund\n\tA1\u2028\u0000!")).isEqualTo("Refund  A1  !");
    }

    @Test
    void words_cannot_turn_the_writing_direction() {
        assertThat(Words.clean("pay \u202E001\u202C EUR\u2066\u200F\u061C"))
                .isEqualTo("pay \uFFFD001\uFFFD EUR\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void letters_of_all_scripts_and_emoji_stay() {
        assertThat(Words.clean("Größe 尺寸 مقاس 👩‍🚀")).isEqualTo("Größe 尺寸 مقاس 👩‍🚀");
    }

    @Test
    void half_a_character_is_replaced() {
        assertThat(Words.clean("a\uD83D")).isEqualTo("a\uFFFD");
    }

    @Test
    void long_words_are_cut_with_a_mark() {
        assertThat(Words.clean("x".repeat(Words.LONGEST)))
                .hasSize(Words.LONGEST)
                .doesNotContain("…");
        assertThat(Words.clean("x".repeat(Words.LONGEST + 1)))
                .hasSize(Words.LONGEST + 1)
                .endsWith("x…");
    }
}
