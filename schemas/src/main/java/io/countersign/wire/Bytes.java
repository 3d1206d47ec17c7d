package io.countersign.wire;

import java.nio.ByteBuffer;

/** Avro's byte buffers as arrays. */
public final class Bytes {
    private Bytes() {}

    /** The bytes from position to limit; the buffer stays as it is. */
    public static byte[] copy(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
