package io.countersign.executor.chat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code text/event-stream} as the WHATWG's HTML standard, section 9.2.6, describes it: bytes in, in whatever pieces
 * they come, and events out as soon as their last byte is there. It keeps no more than one event.
 */
public final class EventStream {

    /**
     * One event.
     *
     * @param type {@code message} if the stream names none
     */
    public record Event(String type, String data) {}

    private static final String MESSAGE = "message";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String type = MESSAGE;
    private boolean firstLine = true;
    private boolean afterReturn;
    private boolean tooLong;

    /** A reader that refuses events of more than so many bytes. */
    public EventStream(int longest) {
        this.longest = longest;
    }

    /** The events that these bytes complete, in their order. */
    public List<Event> read(ByteBuffer bytes) {
        var events = new ArrayList<Event>();
        while (bytes.hasRemaining() && !tooLong) {
            var next = bytes.get();
            var isFeedOfReturn = afterReturn && next == '\n';
            afterReturn = next == '\r';
            if (isFeedOfReturn) {
                continue;
            }
            if (next == '\n' || next == '\r') {
                endOfLine().ifPresent(events::add);
            } else {
                line.write(next);
                tooLong = line.size() + data.length() > longest;
            }
        }
        return events;
    }

    /** True if an event was too long: nothing is read any more. */
    public boolean isTooLong() {
        return tooLong;
    }

    /**
     * What the stream's end leaves behind. The standard drops an event without a blank line after it; here it is given
     * out, because there are servers that forget the blank line after their last event. Half an event does not parse.
     */
    public Optional<Event> end() {
        if (tooLong) {
            return Optional.empty();
        }
        if (line.size() > 0) {
            endOfLine();
        }
        return dispatch();
    }

    private Optional<Event> endOfLine() {
        var text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            return dispatch();
        }
        field(text);
        return Optional.empty();
    }

    private void field(String text) {
        var colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (name) {
            case "data" -> data.append(value).append('\n');
            case "event" -> type = value;
            default -> {} // comments, ids and times to wait
        }
    }

    private Optional<Event> dispatch() {
        var event = data.isEmpty()
                ? Optional.<Event>empty()
                : Optional.of(new Event(type.isEmpty() ? MESSAGE : type, data.substring(0, data.length() - 1)));
        data.setLength(0);
        type = MESSAGE;
        return event;
    }
}
