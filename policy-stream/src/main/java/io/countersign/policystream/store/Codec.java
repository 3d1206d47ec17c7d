package io.countersign.policystream.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
}
