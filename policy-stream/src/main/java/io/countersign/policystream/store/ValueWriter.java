package io.countersign.policystream.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value's members one after the other, without names; {@link ValueReader} reads them back in the same order.
 * Numbers are protobuf's varints, so that small ones are short; instants and durations are whole milliseconds, as in the
 * records; texts are UTF-8 behind their length. What UTF-8 cannot say, half of a surrogate pair, becomes a question mark, as
 * in the records too.
 */
public final class ValueWriter {

    /** How many different things the number before a text may say instead of its length. */
    static final int FORMS = 3;

    /** There is no text. */
    static final int NONE = 0;

    /** The text is a UUID: 16 bytes follow. */
    static final int UUID = 1;

    /** The text is a SHA-256 in hex: 32 bytes follow. */
    static final int SHA256 = 2;

    private static final int USUAL_BYTES = 1024;

    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    /** A whole number, of either sign. */
    public void number(long number) {
        // protobuf's zigzag: small ones of either sign are short
        varint((number << 1) ^ (number >> 63));
    }

    public void flag(boolean flag) {
        count(flag ? 1 : 0);
    }

    /** A constant by its place in its enum, which must stay what it is. */
    public void choice(Enum<?> constant) {
        count(constant.ordinal());
    }

    public void instant(Instant instant) {
        number(instant.toEpochMilli());
    }

    public void duration(Duration duration) {
        number(duration.toMillis());
    }

    public void decimal(BigDecimal decimal) {
        number(decimal.scale());
        bytes(decimal.unscaledValue().toByteArray());
    }

    public void bytes(byte[] value) {
        count(value.length);
        raw(value);
    }

    /** A text, or none. UUIDs and hashes, which intents are full of, take half of what they would as text. */
    public void text(@Nullable String text) {
        if (text == null) {
            count(NONE);
        } else {
            var packed = PackedText.of(text);
            if (packed != null) {
                count(packed.length == PackedText.UUID_BYTES ? UUID : SHA256);
                raw(packed);
            } else {
                plain(text);
            }
        }
    }

    /** Most texts are ASCII, whose length in bytes is known before it is written. */
    private void plain(String text) {
        int begin = length;
        count(text.length() + FORMS);
        makeRoomFor(text.length());
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign >= 0x80) {
                length = begin;
                var utf8 = text.getBytes(StandardCharsets.UTF_8);
                count(utf8.length + FORMS);
                raw(utf8);
                return;
            }
            bytes[length++] = (byte) sign;
        }
    }

    public <T> void optional(@Nullable T value, BiConsumer<ValueWriter, T> member) {
        flag(value != null);
        if (value != null) {
            member.accept(this, value);
        }
    }

    public <T> void list(List<T> values, BiConsumer<ValueWriter, T> element) {
        count(values.size());
        values.forEach(value -> element.accept(this, value));
    }

    /** In the order of the names: the same map is always the same bytes. */
    public <T> void map(Map<String, T> values, BiConsumer<ValueWriter, T> element) {
        count(values.size());
        new TreeMap<>(values).forEach((name, value) -> {
            text(name);
            element.accept(this, value);
        });
    }

    /** How many follow; never negative. */
    void count(int count) {
        varint(count);
    }

    byte[] written() {
        return Arrays.copyOf(bytes, length);
    }

    /** Seven bits in each byte, the lowest first; the highest bit says that more follow. */
    private void varint(long number) {
        makeRoomFor(LONGEST_NUMBER);
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    private void raw(byte[] value) {
        makeRoomFor(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void makeRoomFor(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
