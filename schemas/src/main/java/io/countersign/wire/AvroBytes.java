package io.countersign.wire;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;

/**
 * Avro's binary encoding into an array that grows. The library's own encoders write to a stream: one call, under a lock, for
 * each number, and another array for each text.
 */
final class AvroBytes extends BinaryEncoder {
    private static final int USUAL_BYTES = 1024;
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void writeBoolean(boolean value) {
        makeRoomFor(1);
        length += BinaryData.encodeBoolean(value, bytes, length);
    }

    @Override
    public void writeInt(int value) {
        makeRoomFor(LONGEST_NUMBER);
        length += BinaryData.encodeInt(value, bytes, length);
    }

    @Override
    public void writeLong(long value) {
        makeRoomFor(LONGEST_NUMBER);
        length += BinaryData.encodeLong(value, bytes, length);
    }

    @Override
    public void writeFloat(float value) {
        makeRoomFor(Float.BYTES);
        length += BinaryData.encodeFloat(value, bytes, length);
    }

    @Override
    public void writeDouble(double value) {
        makeRoomFor(Double.BYTES);
        length += BinaryData.encodeDouble(value, bytes, length);
    }

    @Override
    public void writeFixed(byte[] value, int start, int count) {
        makeRoomFor(count);
        System.arraycopy(value, start, bytes, length, count);
        length += count;
    }

    /** Most texts are ASCII, whose length in bytes is known before it is written. */
    @Override
    public void writeString(String text) throws IOException {
        var begin = length;
        writeInt(text.length());
        makeRoomFor(text.length());
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= 0x80) {
                length = begin;
                super.writeString(text);
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    @Override
    protected void writeZero() {
        makeRoomFor(1);
        bytes[length++] = 0;
    }

    @Override
    public int bytesBuffered() {
        return 0;
    }

    @Override
    public void flush() {}

    private void makeRoomFor(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
