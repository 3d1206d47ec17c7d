package io.countersign.contract;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    @Test
    void the_rfcs_first_example_is_written_as_the_rfc_writes_it() throws Exception {
        var sample = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;

        assertThat(CanonicalJson.canonicalize(sample))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void members_are_sorted_by_utf_16_code_units_as_in_the_rfcs_second_example() throws Exception {
        var sample = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;

        assertThat(CanonicalJson.canonicalize(sample))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"\uD83D\uDE00\":\"Emoji: Grinning Face\",\"\uFB33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    /** Appendix B: the bits of a double and ECMAScript's text of it. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void numbers_are_written_as_in_the_rfcs_table(String bits, String text) {
        assertThat(number(Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits))))
                .isEqualTo(text);
    }

    /** The JDK writes the shortest digits that read back to the same double since 19, as ECMAScript does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void numbers_have_the_jdks_digits_and_read_back_to_themselves(long seed) {
        var random = new Random(seed);
        for (var round = 0; round < 250_000; round++) {
            var number = round % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt(2_000_000) * Math.pow(10, random.nextInt(44) - 22);
            if (Double.isFinite(number)) {
                var text = number(number);
                assertThat(Double.parseDouble(text)).isEqualTo(number == 0 ? 0.0 : number);
                assertThat(significant(text)).isEqualTo(significant(Double.toString(number)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-0,0",
        "-0.0,0",
        "0e999999999,0",
        "1e-400,0",
        "1e-7,1e-7",
        "0.000001,0.000001",
        "99.99,99.99",
        "250,250",
        "250.0,250",
        "2.5E2,250",
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991",
        "9007199254740991.0,9007199254740991",
        "900719925474099.1e1,9007199254740991",
        "1e21,1e+21",
        "1E30,1e+30",
        "-6.02e23,-6.02e+23",
        "1.7976931348623157e308,1.7976931348623157e+308",
    })
    void numbers_that_all_readers_agree_on_pass(String json, String text) throws Exception {
        assertThat(CanonicalJson.canonicalize(json)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740992",
                "-9007199254740992",
                "9007199254740993",
                "9007199254740992.0",
                "9007199254740993.0",
                "9007199254740991.5",
                "9.007199254740992e15",
                "18446744073709551616",
                "1000000000000000000000",
                "1e20",
                "999999999999999868928.0",
                "1e309",
                "-1e309",
                "1.7976931348623159e308",
                "1e999999999",
            })
    void numbers_that_readers_disagree_on_are_refused(String json) {
        assertThat(refusal("[" + json + "]")).isEqualTo(Code.NUMBER_NOT_EXACT);
        assertThat(refusal(json)).isEqualTo(Code.NUMBER_NOT_EXACT);
        assertThat(refusal("{\"n\":" + json + "}")).isEqualTo(Code.NUMBER_NOT_EXACT);
    }

    @Test
    void a_number_of_a_million_digits_is_judged_in_time() throws Exception {
        var digits = "9".repeat(1_000_000);

        assertThat(refusal(digits)).isEqualTo(Code.NUMBER_NOT_EXACT);
        assertThat(CanonicalJson.canonicalize("0." + digits)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "[{\"a\":{}, \"b\":1, \"\\u0061\":2}]", "{\"\":null,\"\":null}"})
    void a_member_named_twice_is_refused(String json) {
        assertThat(refusal(json)).isEqualTo(Code.DUPLICATE_KEY);
    }

    @Test
    void many_different_members_and_objects_within_each_other_pass() throws Exception {
        assertThat(CanonicalJson.canonicalize("{\"b\":{\"a\":1},\"a\":{\"a\":1,\"b\":[{\"a\":2}]}}"))
                .isEqualTo("{\"a\":{\"a\":1,\"b\":[{\"a\":2}]},\"b\":{\"a\":1}}");
    }

    static Stream<String> notJson() {
        return Stream.of(
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1 2]",
                "{} {}",
                "[]]",
                "1 2",
                "truefalse",
                "tru",
                "nul",
                "NaN",
                "-Infinity",
                "Infinity",
                "[NaN]",
                "01",
                "-01",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x10",
                "-",
                "\"tab\there\"",
                "\"line\nbreak\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"open",
                "// comment\n1",
                "/* c */ 1",
                "# c\n1",
                "\uFEFF{}",
                "{}\u0000",
                "\u0000",
                "\u00A0{}",
                "{\"a\"}",
                "{:1}",
                "[,1]",
                "\"a\"\"b\"");
    }

    @ParameterizedTest
    @MethodSource("notJson")
    void what_is_no_json_is_refused(String text) {
        assertThat(refusal(text)).isEqualTo(Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud83d\\ud83d\\ude00\"",
                "\"\\ud83dx\"",
                "{\"\\ud800\":1}",
                "[{\"a\":[\"x\\udfff\"]}]"
            })
    void a_lone_surrogate_is_refused(String json) {
        assertThat(refusal(json)).isEqualTo(Code.MALFORMED);
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                new byte[] {'"', (byte) 0xff, '"'},
                new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}, // overlong
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}, // a surrogate
                new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}, // beyond U+10FFFF
                new byte[] {'"', (byte) 0xe2, (byte) 0x82}, // cut
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'}, // a byte order mark
                "{\"a\":1}".getBytes(UTF_16LE),
                "{\"a\":1}".getBytes(java.nio.charset.Charset.forName("UTF-32BE")));
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void what_is_no_plain_utf_8_is_refused(byte[] bytes) {
        assertThat(refusal(bytes)).isEqualTo(Code.MALFORMED);
    }

    @Test
    void sixty_four_containers_within_each_other_pass_and_one_more_does_not() throws Exception {
        assertThat(CanonicalJson.canonicalize(nested(64))).isEqualTo(nested(64));
        assertThat(refusal(nested(65))).isEqualTo(Code.MALFORMED);
        assertThat(refusal(nested(1_000))).isEqualTo(Code.MALFORMED);
        assertThat(refusal("[".repeat(500_000))).isEqualTo(Code.MALFORMED);
        assertThat(refusal("{\"a\":".repeat(100_000))).isEqualTo(Code.MALFORMED);
    }

    @Test
    void one_mebibyte_passes_and_one_byte_more_does_not() throws Exception {
        var most = "\"" + "é".repeat(Limits.INPUT_BYTES / 2 - 1) + "\"";

        assertThat(CanonicalJson.canonicalize(most.getBytes(UTF_8))).isEqualTo(most);
        assertThat(CanonicalJson.canonicalize(most)).isEqualTo(most);
        assertThat(refusal(most + " ")).isEqualTo(Code.TOO_LARGE);
        assertThat(refusal((most + " ").getBytes(UTF_8))).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void strings_escape_what_they_must_and_nothing_else() throws Exception {
        var all = new StringBuilder();
        for (var c = 0; c < 0x20; c++) {
            all.append("\\u%04x".formatted(c));
        }

        assertThat(CanonicalJson.canonicalize("\"" + all + "\\u007f\\u2028\\u2029\\/\\\\\\\"\""))
                .isEqualTo(
                        "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000b\\f\\r\\u000e\\u000f"
                                + "\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\\u0018\\u0019\\u001a\\u001b\\u001c"
                                + "\\u001d\\u001e\\u001f\u007f\u2028\u2029/\\\\\\\"\"");
    }

    @Test
    void names_that_hash_alike_are_read_in_time() {
        // 2^15 names of one hash code: "Aa" and "BB" have the same.
        var members = new ArrayList<String>();
        for (var i = 0; i < 1 << 15; i++) {
            var name = new StringBuilder();
            for (var bit = 0; bit < 15; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            members.add("\"" + name + "\":1");
        }
        assertThat(members.stream()
                        .map(member -> member.substring(0, 32).hashCode())
                        .distinct())
                .hasSize(1);

        assertThatThrownBy(() -> CanonicalJson.canonicalize("{" + String.join(",", members) + "}"))
                .isInstanceOf(MalformedJson.class)
                .extracting("code")
                .isEqualTo(Code.TOO_LARGE);
        members.subList(25_000, members.size()).clear();
        assertThat(refusalOrNull("{" + String.join(",", members) + "}")).isNull();
    }

    @Test
    void a_refusal_speaks_of_the_text_and_not_of_the_parser() {
        assertThatThrownBy(() -> CanonicalJson.canonicalize("{\"action\":\"orders.refund\""))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("end-of-input")
                .hasMessageNotContaining("Source");
    }

    /** The well-known library agrees on everything that is not refused. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void generated_values_are_written_as_another_implementation_writes_them(long seed) throws Exception {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++) {
            var json = RandomJson.of(random);

            var canonical = CanonicalJson.canonicalize(json);

            assertThat(canonical)
                    .isEqualTo(new JsonCanonicalizer("[" + json + "]")
                            .getEncodedString()
                            .transform(text -> text.substring(1, text.length() - 1)));
            assertThat(CanonicalJson.canonicalize(canonical)).isEqualTo(canonical);
            assertThat(CanonicalJson.parse(canonical)).isEqualTo(CanonicalJson.parse(json));
        }
    }

    @Test
    void the_order_of_members_and_the_notation_of_numbers_do_not_matter() throws Exception {
        var members = new ArrayList<>(List.of("\"a\":250.0", "\"b\":[1e2]", "\"aa\":-0"));
        for (var seed = 0; seed < 6; seed++) {
            Collections.shuffle(members, new Random(seed));
            assertThat(CanonicalJson.canonicalize(" { " + String.join(" , ", members) + " } "))
                    .isEqualTo("{\"a\":250,\"aa\":0,\"b\":[100]}");
        }
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("{\"amount\":1e999}", "JSON readers disagree on the number 1e999: send it as a string"),
                arguments("{\"a\":1,\"a\":2}", "an object names \"a\" twice"),
                arguments("{} 1", "something follows the JSON value"),
                arguments("", "there is no JSON value"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_refusal_says_what_is_wrong(String json, String message) {
        assertThatThrownBy(() -> CanonicalJson.canonicalize(json)).hasMessage(message);
    }

    @Test
    void a_refusal_does_not_repeat_a_long_text() {
        assertThatThrownBy(() -> CanonicalJson.canonicalize(
                        "{\"" + "x".repeat(10_000) + "\":1,\"" + "x".repeat(10_000) + "\":1}"))
                .message()
                .hasSizeLessThan(300);
        assertThatThrownBy(() -> CanonicalJson.canonicalize("x".repeat(10_000)))
                .message()
                .hasSizeLessThan(300);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "1" + "]".repeat(depth);
    }

    private static String number(double number) {
        var out = new StringBuilder();
        JsonText.appendNumber(out, number);
        return out.toString();
    }

    /** The significant digits alone. */
    private static String significant(String number) {
        return number.replaceFirst("[eE].*", "")
                .replaceAll("[-.]", "")
                .replaceFirst("^0+", "")
                .replaceFirst("0+$", "");
    }

    private static Code refusal(String json) {
        var refusal = catchThrowableOfType(MalformedJson.class, () -> CanonicalJson.canonicalize(json));
        assertThat(refusal).as(json.substring(0, Math.min(40, json.length()))).isNotNull();
        assertThat(refusal(json.getBytes(UTF_8))).isEqualTo(refusal.code());
        return refusal.code();
    }

    private static Code refusal(byte[] json) {
        return catchThrowableOfType(MalformedJson.class, () -> CanonicalJson.canonicalize(json))
                .code();
    }

    private static Object refusalOrNull(String json) {
        return catchThrowableOfType(MalformedJson.class, () -> CanonicalJson.canonicalize(json));
    }
}
