package io.countersign.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void its_text_reads_back() {
        for (var cursor : new Cursor[] {new Cursor(0, false), new Cursor(12, false), new Cursor(7, true)}) {
            assertThat(Cursor.parse(cursor.toString())).contains(cursor);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "12", "v-1", "v1.", "v1.ended", "v1.end ", "v9999999999999999999", "x"})
    void nothing_else_is_a_cursor(String text) {
        assertThat(Cursor.parse(text)).isEmpty();
    }
}
