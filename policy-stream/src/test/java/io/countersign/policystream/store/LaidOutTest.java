package io.countersign.policystream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members come back as they were written; whatever was not written so is refused in words. */
final class LaidOutTest {
    private static final String ID = "0b4f9b5e-2b4d-5d6c-9a51-1c5d7e8f9a0b";
    private static final String HASH = "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";
    private static final Codec<String> TEXT = kept(ValueWriter::text, ValueReader::text);
    private static final Codec<Long> NUMBER = kept(ValueWriter::number, ValueReader::number);
    private static final Codec<BigDecimal> DECIMAL = kept(ValueWriter::decimal, ValueReader::decimal);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Grüße, 東京, 🦉",
                ID,
                "0B4F9B5E-2b4d-5d6c-9a51-1c5d7e8f9a0b",
                "0b4f9b5e-2b4d-5d6c-9a51-1c5d7e8f9a0g",
                "0b4f9b5e-2b4d-5d6c-9a51-1c5d7e8f9-0b",
                "0b4f9b5-e2b4d-5d6c-9a51-1c5d7e8f9a0b",
                "-----------------------------------0",
                "0b4f9b5e-2b4d-5d6c-9a51-1c5d7e8f9a0",
                "0b4f9b5e2b4d5d6c9a511c5d7e8f9a0b0000",
                HASH,
                HASH + "0",
                "D2A84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26",
                "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a2é",
                "/2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a2:",
                "`2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a2G"
            })
    void a_text_comes_back_sign_by_sign(String text) {
        assertThat(again(TEXT, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_023, 1_024, 5_000, 300_000})
    void a_long_text_comes_back_too(int length) {
        for (var text : List.of("x".repeat(length), "x".repeat(length) + "é", "é".repeat(length))) {
            assertThat(again(TEXT, text)).isEqualTo(text);
        }
    }

    @Test
    void a_long_text_comes_back() {
        var text = "{\"note\":\"" + "ü".repeat(300_000) + "\"}";

        assertThat(again(TEXT, text)).isEqualTo(text);
    }

    @Test
    void half_of_a_pair_becomes_a_question_mark_as_it_does_in_records() {
        assertThat(again(TEXT, "a\uD83Eb")).isEqualTo("a?b");
    }

    @Test
    void uuids_and_hashes_take_the_bytes_that_they_stand_for() {
        assertThat(TEXT.write().apply(ID)).hasSize(1 + 1 + 16);
        assertThat(TEXT.write().apply(HASH)).hasSize(1 + 1 + 32);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -64, -65, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void a_number_comes_back(long number) {
        assertThat(again(NUMBER, number)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "0.1", "-0.10", "1E+15", "4.9E-324", "1.7976931348623157E+308", "9007199254740991.000"})
    void a_decimal_comes_back_to_the_last_digit_and_with_its_scale(String decimal) {
        assertThat(again(DECIMAL, new BigDecimal(decimal))).isEqualTo(new BigDecimal(decimal));
    }

    @Test
    void the_same_map_is_the_same_bytes_in_whatever_order_it_was_filled() {
        Codec<Map<String, Long>> codec =
                kept((out, map) -> out.map(map, ValueWriter::number), in -> in.map(ValueReader::number));
        var map = Map.of("b", 2L, "a", 1L, "c", 3L);

        assertThat(codec.write().apply(map)).isEqualTo(codec.write().apply(new TreeMap<>(map)));
        assertThat(again(codec, map)).isEqualTo(map);
    }

    @Test
    void a_member_that_came_later_is_not_read_of_what_was_written_before() {
        var old = Codec.laidOut("thing", 1, ValueWriter::text, ValueReader::text);
        var now = Codec.<String>laidOut(
                "thing",
                2,
                ValueWriter::text,
                in -> in.text() + (in.version() < 2 ? " without" : " with " + in.flag()));

        assertThat(now.read().apply(old.write().apply("a"))).isEqualTo("a without");
    }

    @Test
    void what_a_later_build_wrote_is_refused_in_words() {
        var later = Codec.laidOut("thing", 2, ValueWriter::text, ValueReader::text);

        assertThatThrownBy(() -> TEXT.read().apply(later.write().apply("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a kept thing cannot be read: its layout is 2, and this build knows 1 to 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "00", // no version
                "01", // no text
                "0100", // none, where there must be one
                "0104", // a letter is missing
                "010461ff", // a byte too many
                "01ffffffff0f", // of a negative length
                "01ffffffff07", // longer than anything
                "0101a0b1" // a short UUID
            })
    void a_text_that_was_never_written_is_refused_in_words(String hex) {
        refused(TEXT, hex);
    }

    @Test
    void elements_flags_and_constants_that_were_never_written_are_refused_in_words() {
        refused(
                kept((out, list) -> out.list(list, ValueWriter::text), in -> in.list(ValueReader::text)),
                "01ffffffff07");
        refused(
                kept((out, list) -> out.list(list, ValueWriter::text), in -> in.list(ValueReader::text)),
                "01ffffffff0f");
        refused(kept(ValueWriter::flag, ValueReader::flag), "0102");
        refused(kept(ValueWriter::choice, in -> in.choice(List.of(Thread.State.values()))), "0106");
        refused(kept((out, number) -> out.number(number), ValueReader::smallNumber), "0180808080808001");
        refused(DECIMAL, "010000");
    }

    private static void refused(Codec<?> codec, String hex) {
        assertThatThrownBy(() -> codec.read().apply(HexFormat.of().parseHex(hex)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a kept thing cannot be read: ")
                .message()
                .hasSizeGreaterThan("a kept thing cannot be read: ".length())
                .doesNotEndWith("null");
    }

    private static <T> Codec<T> kept(BiConsumer<ValueWriter, T> write, Function<ValueReader, T> read) {
        return Codec.laidOut("thing", 1, write, read);
    }

    private static <T> T again(Codec<T> codec, T value) {
        return codec.read().apply(codec.write().apply(value));
    }
}
