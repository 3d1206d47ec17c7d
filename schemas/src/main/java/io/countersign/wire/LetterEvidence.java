package io.countersign.wire;

import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.contract.Sha256;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterError;
import io.countersign.v1.Origin;
import io.countersign.v1.RecordHeader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a dead letter keeps of the record behind it: where it lay, its bytes, and what went wrong. Never a secret. */
public final class LetterEvidence {

    private static final byte[] REDACTED = "redacted".getBytes(StandardCharsets.UTF_8);

    private LetterEvidence() {}

    /**
     * Where a record lay, with its headers; the values of those that carry a secret are replaced.
     *
     * @param timestamp the broker's append time, in milliseconds
     */
    public static Origin origin(
            String topic, int partition, long offset, long timestamp, org.apache.kafka.common.header.Headers headers) {
        var kept = Arrays.stream(headers.toArray()).map(LetterEvidence::header).toList();
        return new Origin(topic, partition, offset, Instant.ofEpochMilli(timestamp), kept);
    }

    /** The record's untouched bytes; of a value above {@link Limits#RAW_VALUE_BYTES} its head, length and SHA-256. */
    public static void keepBytes(DeadLetter.Builder letter, byte @Nullable [] key, byte @Nullable [] value) {
        letter.setRawKey(buffer(key));
        if (value == null || value.length <= Limits.RAW_VALUE_BYTES) {
            letter.setRawValue(buffer(value));
        } else {
            letter.setRawValue(ByteBuffer.wrap(Arrays.copyOf(value, Limits.RAW_HEAD_BYTES)))
                    .setRawLength((long) value.length)
                    .setRawSha256(Sha256.hex(value));
        }
    }

    /** A failure with its stack, up to {@link Limits#STACK_LENGTH} characters of it. */
    public static @Nullable LetterError error(@Nullable Exception failure) {
        if (failure == null) {
            return null;
        }
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        var text = stack.toString();
        var message = failure.getMessage();
        return new LetterError(
                failure.getClass().getName(),
                message == null ? "" : message,
                text.substring(0, Math.min(text.length(), Limits.STACK_LENGTH)));
    }

    private static RecordHeader header(Header header) {
        return new RecordHeader(header.key(), buffer(Headers.isSecret(header.key()) ? REDACTED : header.value()));
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
