package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void a_name_stays_as_it_is() {
        assertThat(LogText.word("orders.refund")).isEqualTo("orders.refund");
        assertThat(LogText.word("jürgen@acme/日本😀")).isEqualTo("jürgen@acme/日本😀");
        assertThat(LogText.word(null)).isNull();
    }

    @Test
    void nobody_writes_a_line_or_a_value_of_their_own() {
        assertThat(LogText.word("a\nINFO decided intent=x")).isEqualTo("a\\u{a}INFO\\u{20}decided\\u{20}intent=x");
        assertThat(LogText.word("a\r\u001b[2J\u0085\u2028\u2029"))
                .isEqualTo("a\\u{d}\\u{1b}[2J\\u{85}\\u{2028}\\u{2029}");
    }

    @Test
    void nothing_looks_like_something_else() {
        assertThat(LogText.word("a\u202eb\u200bc\ud800")).isEqualTo("a\\u{202e}b\\u{200b}c\\u{d800}");
    }
}
