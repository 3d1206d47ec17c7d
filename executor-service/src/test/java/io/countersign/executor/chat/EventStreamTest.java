package io.countersign.executor.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.executor.chat.EventStream.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String STREAM =
            "\uFEFF: hello\ndata: {\"ö\":\ndata: \"😀\"}\nid: 7\n\nevent: error\ndata:no\n\ndata\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void events_are_the_same_wherever_the_bytes_are_split_and_however_lines_end(String end) {
        var bytes = STREAM.replace("\n", end).getBytes(StandardCharsets.UTF_8);

        for (var split = 0; split <= bytes.length; split++) {
            var stream = new EventStream(100);
            var events = new ArrayList<>(stream.read(ByteBuffer.wrap(bytes, 0, split)));
            events.addAll(stream.read(ByteBuffer.wrap(bytes, split, bytes.length - split)));

            assertThat(events)
                    .containsExactly(
                            new Event("message", "{\"ö\":\n\"😀\"}"),
                            new Event("error", "no"),
                            new Event("message", ""));
            assertThat(stream.end()).isEmpty();
        }
    }

    @Test
    void an_event_is_there_with_its_last_byte() {
        var stream = new EventStream(100);

        assertThat(read(stream, "data: one\n")).isEmpty();
        assertThat(read(stream, "\n")).containsExactly(new Event("message", "one"));
        assertThat(read(stream, "data: two\r\n\r")).containsExactly(new Event("message", "two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]", "data: [DONE]\n"})
    void the_last_event_may_lack_its_blank_line(String last) {
        var stream = new EventStream(100);

        assertThat(read(stream, last)).isEmpty();
        assertThat(stream.end()).contains(new Event("message", "[DONE]"));
    }

    @Test
    void without_data_there_is_no_event_and_names_are_for_one_event_only() {
        var stream = new EventStream(100);

        assertThat(read(stream, "event: ping\n\nretry: 10\n\ndata: x\n\n")).containsExactly(new Event("message", "x"));
    }

    @Test
    void only_the_first_line_may_begin_with_a_byte_order_mark() {
        assertThat(read(new EventStream(100), "data: x\n\n\uFEFFdata: y\n\n"))
                .containsExactly(new Event("message", "x"));
    }

    @Test
    void an_event_that_is_too_long_ends_the_reading_however_it_is_cut_into_lines() {
        var stream = new EventStream(100);

        assertThat(read(stream, "data: x\n\n" + "data: 0123456789\n".repeat(20) + "\ndata: y\n\n"))
                .containsExactly(new Event("message", "x"));
        assertThat(stream.isTooLong()).isTrue();
        assertThat(stream.end()).isEmpty();
    }

    @Test
    void comments_may_go_on_for_ever() {
        var stream = new EventStream(100);

        assertThat(read(stream, ": still thinking\n".repeat(1_000) + "data: x\n\n"))
                .hasSize(1);
        assertThat(stream.isTooLong()).isFalse();
    }

    private static List<Event> read(EventStream stream, String text) {
        return stream.read(StandardCharsets.UTF_8.encode(text));
    }
}
