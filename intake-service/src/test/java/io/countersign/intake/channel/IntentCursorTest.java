package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntentCursorTest {
    private static final String MINE = "acme/ana/i";
    private static final String MARK = at(1, 2, false).text(MINE).substring(0, 9);

    @Test
    void its_text_reads_back() {
        for (var cursor : new IntentCursor[] {
            at(0, 0, false),
            at(12, 999_999, false),
            at(7, 3, true),
            new IntentCursor(7, 3, new Progress(2, "1a2b3c4d", 0), true)
        }) {
            assertThat(IntentCursor.parse(MINE, cursor.text(MINE))).contains(cursor);
        }
    }

    @Test
    void a_place_in_another_stream_is_none_in_this() {
        assertThat(IntentCursor.parse("acme/ana/j", at(1, 2, false).text(MINE))).isEmpty();
        assertThat(ChannelCursor.parse("acme/bob", new ChannelCursor(1, false, OutputPlace.at(2)).text("acme/ana")))
                .isEmpty();
        assertThat(ChannelCursor.parse("acme/ana", at(1, 2, false).text("acme/ana")))
                .isEmpty();
    }

    @Test
    void a_channels_text_reads_back() {
        for (var cursor : new ChannelCursor[] {
            new ChannelCursor(0, false, OutputPlace.at(7)), new ChannelCursor(8, true, new OutputPlace(0, true))
        }) {
            assertThat(ChannelCursor.parse("acme/ana", cursor.text("acme/ana"))).contains(cursor);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v",
                "v1",
                "v1.o",
                "v-1.o1",
                "v1.o1.",
                "v1.o1.ended",
                "v1.o1.end ",
                "v9999999999999999999.o1",
                "e1.o1"
            })
    void nothing_else_is_a_cursor(String text) {
        assertThat(IntentCursor.parse(MINE, MARK + text)).isEmpty();
        assertThat(IntentCursor.parse(MINE, text)).isEmpty();
    }

    private static IntentCursor at(long version, long output, boolean ended) {
        return new IntentCursor(version, output, null, ended);
    }
}
