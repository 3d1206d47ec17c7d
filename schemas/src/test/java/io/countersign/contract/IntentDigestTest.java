package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class IntentDigestTest {
    @Test
    void absent_fields_are_left_out_and_parameters_are_an_object() {
        assertThat(IntentDigest.text(
                        "orders.refund", "bot", null, null, "{\"amount\":250}", false, null, "acme", "ana"))
                .isEqualTo("{\"action\":\"orders.refund\",\"agent\":\"bot\",\"parameters\":{\"amount\":250},"
                        + "\"private\":false,\"tenant\":\"acme\",\"user\":\"ana\"}");
    }

    @Test
    void a_long_is_a_decimal_string() {
        assertThat(IntentDigest.text("a", "b", Long.MAX_VALUE, "m", "{}", true, "s", "t", "u"))
                .isEqualTo("{\"action\":\"a\",\"agent\":\"b\",\"maxTokens\":\"9223372036854775807\",\"model\":\"m\","
                        + "\"parameters\":{},\"private\":true,\"session\":\"s\",\"tenant\":\"t\",\"user\":\"u\"}");
    }

    @Test
    void the_digested_text_is_canonical() throws Exception {
        var parameters = CanonicalJson.canonicalize("{\"b\":1.50,\"a\":[{\"z\":\"\\u000f\",\"y\":null}]}");

        var text = IntentDigest.text("a.b", "b\"ot", 1L, "m\n", parameters, true, "s\\", "t€", "u\uD83D\uDE00");

        assertThat(CanonicalJson.canonicalize(text)).isEqualTo(text);
    }

    @Test
    void every_field_counts() {
        var digests = new HashSet<String>();
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("A", "b", 1L, "m", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "B", 1L, "m", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 2L, "m", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", null, "m", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "M", "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, null, "{}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{\"x\":1}", false, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", true, "s", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", false, "S", "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", false, null, "t", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", false, "s", "T", "u"));
        digests.add(IntentDigest.of("a", "b", 1L, "m", "{}", false, "s", "t", "U"));
        digests.add(IntentDigest.of("b", "a", 1L, "m", "{}", false, "s", "t", "u"));

        assertThat(digests).hasSize(14).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
    }

    @Test
    void what_has_no_utf_8_has_no_digest() {
        assertThatThrownBy(() -> IntentDigest.of("a", "\uDC00", null, null, "{}", false, null, "t", "u"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
