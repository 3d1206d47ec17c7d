package io.countersign.console.desk;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Untouched bytes of a record, and two ways of reading them. */
public final class RawBytes {
    private static final int WIDTH = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private RawBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RawBytes of(byte[] bytes) {
        return new RawBytes(bytes.clone());
    }

    public static @Nullable RawBytes ofNullable(byte @Nullable [] bytes) {
        return bytes == null ? null : of(bytes);
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    /** The text, if the bytes are UTF-8 without control characters other than white space. */
    public @Nullable String text() {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.chars().allMatch(RawBytes::isPrintable) ? text : null;
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    /** As text where it is text, with a dot for every other byte; cut after the limit. */
    public String decoded(int limit) {
        var text = text();
        var whole = text == null ? latin(0, Math.min(bytes.length, limit)) : text;
        return whole.length() > limit ? whole.substring(0, limit) : whole;
    }

    /** Offset, sixteen bytes in hex and the same as characters, a line each; cut after so many bytes. */
    public String hexDump(int limit) {
        var dump = new StringBuilder();
        var end = Math.min(bytes.length, limit);
        for (var from = 0; from < end; from += WIDTH) {
            var to = Math.min(from + WIDTH, end);
            dump.append(String.format("%08x  ", from));
            for (var at = from; at < from + WIDTH; at++) {
                dump.append(at < to ? HEX.toHexDigits(bytes[at]) : "  ").append(at % 8 == 7 ? "  " : " ");
            }
            dump.append(latin(from, to)).append('\n');
        }
        return dump.toString();
    }

    private String latin(int from, int to) {
        var characters = new StringBuilder();
        for (var at = from; at < to; at++) {
            characters.append(bytes[at] >= ' ' && bytes[at] < 0x7f ? (char) bytes[at] : '.');
        }
        return characters.toString();
    }

    private static boolean isPrintable(int character) {
        return character == '\n' || character == '\r' || character == '\t' || !Character.isISOControl(character);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
