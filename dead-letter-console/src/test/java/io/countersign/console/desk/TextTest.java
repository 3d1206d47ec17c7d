package io.countersign.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown is what is there. */
class TextTest {

    @Test
    void json_is_indented_and_no_character_of_its_tokens_changes() {
        assertThat(Indented.json("{\"a\":[1.50,99999999999999999999],\"b\":{},\"c\":\"x,{:}\\\"y\"}"))
                .isEqualTo("""
                {
                  "a": [
                    1.50,
                    99999999999999999999
                  ],
                  "b": {},
                  "c": "x,{:}\\"y"
                }""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"", "\"\\", "}}]]", "{", "[[", "no json", "{\"a\":", "null", "12"})
    void what_is_no_json_is_shown_all_the_same(String text) {
        assertThat(Indented.json(text).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202E, 0x200B, 0x0000, 0x001B, 0xFEFF, 0xE0041, 0x2028, 0xD800})
    void characters_that_hide_or_turn_others_are_spelled_out(int character) {
        var text = "pay " + Character.toString(character) + "bob";

        assertThat(Visible.text(text)).isEqualTo("pay ⟦U+" + String.format("%04X", character) + "⟧bob");
    }

    @Test
    void ordinary_text_of_any_language_stays_as_it_is() {
        var text = "Zahl 99,99 € an Jürgen\n\t支払う 🙂 مرحبا";

        assertThat(Visible.text(text)).isSameAs(text);
    }

    @Test
    void bytes_are_dumped_sixteen_a_line_with_what_they_may_spell() {
        var bytes = RawBytes.of("0123456789abcdef\0\u0001{}".getBytes(StandardCharsets.UTF_8));

        assertThat(bytes.hexDump(100)).isEqualTo("""
                00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef
                00000010  00 01 7b 7d                                       ..{}
                """);
        assertThat(bytes.hexDump(16)).hasLineCount(1);
        assertThat(bytes.text()).isNull();
        assertThat(bytes.decoded(18)).isEqualTo("0123456789abcdef..");
    }

    @Test
    void any_bytes_can_be_dumped_and_decoded() {
        var random = new Random(11);
        for (var length = 0; length < 300; length++) {
            var bytes = new byte[length];
            random.nextBytes(bytes);
            var raw = RawBytes.of(bytes);

            assertThat(raw.hexDump(1000).lines()).hasSize((length + 15) / 16);
            assertThat(raw.decoded(50)).hasSizeLessThanOrEqualTo(50);
            assertThat(raw.toArray()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void every_code_of_the_contract_has_words(Code code) {
        assertThat(Words.ofCode(code.name())).endsWith(".");
    }

    @Test
    void an_unknown_code_speaks_for_itself() {
        assertThat(Words.ofCode("BACKEND_ON_FIRE")).isEqualTo("Backend on fire");
    }
}
