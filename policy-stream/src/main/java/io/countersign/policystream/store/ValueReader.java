package io.countersign.policystream.store;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of a value, in the order in which {@link ValueWriter} wrote them. */
public final class ValueReader {
    private final byte[] bytes;
    private final CodedInputStream in;
    private final int version;

    ValueReader(byte[] bytes) {
        this.bytes = bytes;
        in = CodedInputStream.newInstance(bytes);
        version = count();
    }

    /** That of the layout in which the value was written: members that came later are not there. */
    public int version() {
        return version;
    }

    /** A whole number, of either sign. */
    public long number() {
        try {
            return in.readSInt64();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A number that was an {@code int}. */
    public int smallNumber() {
        return Math.toIntExact(number());
    }

    public boolean flag() {
        int flag = count();
        if (flag != 0 && flag != 1) {
            throw new IllegalStateException("neither yes nor no: " + flag);
        }
        return flag == 1;
    }

    /** @param constants of the enum, in their order */
    public <E extends Enum<E>> E choice(List<E> constants) {
        int place = count();
        if (place < 0 || place >= constants.size()) {
            throw new IllegalStateException("none of " + constants + " has the place " + place);
        }
        return constants.get(place);
    }

    public Instant instant() {
        return Instant.ofEpochMilli(number());
    }

    public Duration duration() {
        return Duration.ofMillis(number());
    }

    public BigDecimal decimal() {
        int scale = smallNumber();
        return new BigDecimal(new BigInteger(bytes()), scale);
    }

    public byte[] bytes() {
        return bytes(count());
    }

    /** A text that is never absent. */
    public String text() {
        var text = optionalText();
        if (text == null) {
            throw new IllegalStateException("a text is missing");
        }
        return text;
    }

    public @Nullable String optionalText() {
        int form = count();
        return switch (form) {
            case ValueWriter.NONE -> null;
            case ValueWriter.UUID -> PackedText.uuid(bytes(PackedText.UUID_BYTES));
            case ValueWriter.SHA256 -> PackedText.hash(bytes(PackedText.HASH_BYTES));
            default -> utf8(form - ValueWriter.FORMS);
        };
    }

    public <T> @Nullable T optional(Function<ValueReader, T> member) {
        return flag() ? member.apply(this) : null;
    }

    public <T> List<T> list(Function<ValueReader, T> element) {
        int size = size();
        var values = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            values.add(element.apply(this));
        }
        return values;
    }

    public <T> Map<String, T> map(Function<ValueReader, T> element) {
        int size = size();
        var values = new LinkedHashMap<String, T>();
        for (int i = 0; i < size; i++) {
            values.put(text(), element.apply(this));
        }
        return values;
    }

    /** The version and every member have been read: there is no more. */
    void end() {
        if (left() > 0) {
            throw new IllegalStateException(left() + " bytes too many");
        }
    }

    /** How many follow that take at least one byte each. */
    private int size() {
        int size = count();
        if (size < 0 || size > left()) {
            throw new IllegalStateException(size + " elements in " + left() + " bytes");
        }
        return size;
    }

    private int left() {
        return bytes.length - in.getTotalBytesRead();
    }

    private int count() {
        try {
            return in.readUInt32();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private byte[] bytes(int size) {
        try {
            return in.readRawBytes(size);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String utf8(int size) {
        int from = in.getTotalBytesRead();
        try {
            in.skipRawBytes(size);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return new String(bytes, from, size, StandardCharsets.UTF_8);
    }

    private static UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(e.getMessage(), e);
    }
}
