package io.countersign.policystream.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One type's bytes in a store, and back. What was written by an older version must stay readable. */
public record Codec<T>(Function<T, byte[]> write, Function<byte[], T> read) {

    /** As they are. */
    public static final Codec<byte[]> BYTES = new Codec<>(Function.identity(), Function.identity());

    /** In UTF-8, which sorts as the text's code points do. */
    public static final Codec<String> TEXT = new Codec<>(
            text -> text.getBytes(StandardCharsets.UTF_8), bytes -> new String(bytes, StandardCharsets.UTF_8));

    public static final Codec<Long> NUMBER = new Codec<>(
            number -> ByteBuffer.allocate(Long.BYTES).putLong(number).array(),
            bytes -> ByteBuffer.wrap(bytes).getLong());

    /** Values of one type as the mapper writes them. */
    public static <T> Codec<T> mapped(ObjectMapper mapper, Class<T> type) {
        var writer = mapper.writerFor(type);
        var reader = mapper.readerFor(type);
        return new Codec<>(
                value -> {
                    try {
                        return writer.writeValueAsBytes(value);
                    } catch (JsonProcessingException e) {
                        throw new UncheckedIOException("what is kept is always writable", e);
                    }
                },
                bytes -> {
                    try {
                        return reader.readValue(bytes);
                    } catch (IOException e) {
                        throw new UncheckedIOException("a store holds what was written to it", e);
                    }
                });
    }

    /**
     * Values of one kind as its layout has them, behind the number of its version.
     *
     * @param kind the kind's name, for whoever is told that something cannot be read
     * @param version of the layout, from 1: a member that is added comes last in its record, and raises it
     */
    public static <T> Codec<T> laidOut(
            String kind, int version, BiConsumer<ValueWriter, T> write, Function<ValueReader, T> read) {
        return new Codec<>(
                value -> {
                    var out = new ValueWriter();
                    out.count(version);
                    write.accept(out, value);
                    return out.written();
                },
                bytes -> {
                    try {
                        var in = new ValueReader(bytes);
                        if (in.version() < 1 || in.version() > version) {
                            throw new IllegalStateException(
                                    "its layout is " + in.version() + ", and this build knows 1 to " + version);
                        }
                        var value = read.apply(in);
                        in.end();
                        return value;
                    } catch (RuntimeException e) {
                        throw new IllegalStateException("a kept " + kind + " cannot be read: " + e.getMessage(), e);
                    }
                });
    }
}
