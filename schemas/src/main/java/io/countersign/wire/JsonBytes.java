package io.countersign.wire;

import io.countersign.contract.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RFC 8785 text in UTF-8 that grows at its end: what is hashed or signed is bytes, and the same text by way of a string
 * would be copied three times. For one thread.
 */
final class JsonBytes {
    private static final int USUAL_BYTES = 2048;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    /** What has been written, in front of what may follow it. */
    byte[] bytes() {
        return bytes;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    int length() {
        return length;
    }

    /** An ASCII character. */
    JsonBytes add(char c) {
        makeRoomFor(1);
        bytes[length++] = (byte) c;
        return this;
    }

    JsonBytes add(byte[] text) {
        makeRoomFor(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** ASCII text as it is. */
    JsonBytes addAscii(CharSequence text) {
        makeRoomFor(text.length());
        for (var i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** A JSON string. A lone surrogate has no UTF-8 and is an {@link IllegalArgumentException}. */
    void addString(String text) {
        makeRoomFor(text.length() + 2);
        bytes[length++] = '"';
        var end = length;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x80) {
                addRest(text, i, end);
                return;
            }
            bytes[end++] = (byte) c;
        }
        bytes[end++] = '"';
        length = end;
    }

    /** What follows in a string that is no plain ASCII, and its closing quote. */
    private void addRest(String text, int from, int end) {
        length = end;
        var rest = new StringBuilder(text.length() - from + 2);
        JsonText.appendString(rest, text.substring(from));
        var quoted = rest.toString().getBytes(StandardCharsets.UTF_8);
        makeRoomFor(quoted.length);
        System.arraycopy(quoted, 1, bytes, length, quoted.length - 1);
        length += quoted.length - 1;
    }

    private void makeRoomFor(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
