package io.countersign.protocol.kafka;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterError;
import io.countersign.v1.Origin;
import io.countersign.v1.ReasonText;
import io.countersign.v1.RecordHeader;
import io.countersign.v1.SideEffect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters about records on approved topics that must not be run. They belong to no owner: nothing in such a record can be
 * believed. They lie on the partition number of the record.
 */
final class LetterLog {

    private static final Logger LOG = LoggerFactory.getLogger(LetterLog.class);
    private static final String STAGE = "executor";
    private static final ByteBuffer REDACTED = ByteBuffer.wrap("redacted".getBytes(StandardCharsets.UTF_8));

    private final Writer writer;

    LetterLog(Writer writer) {
        this.writer = writer;
    }

    /** Writes the letter and waits until the broker has it. */
    void write(ConsumerRecord<byte[], byte[]> record, Refused refused, Patience patience) {
        var letter = letter(record, refused);
        patience.until(() -> writer.acknowledged(writer.send(
                Topics.DEAD_LETTER, record.partition(), null, writer.encode(Topics.DEAD_LETTER, letter), null)));
        LOG.warn(
                "A record on an approved topic is not run and lies in the dead letters. code={} topic={} partition={} offset={} letter={}",
                refused.code(),
                record.topic(),
                record.partition(),
                record.offset(),
                letter.getId());
    }

    static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Refused refused) {
        var letter = DeadLetter.newBuilder()
                .setId(DerivedIds.ofLetter(record.topic(), record.partition(), record.offset()))
                .setCategory(refused.category())
                .setReasons(List.of(new ReasonText(refused.code(), null, refused.message())))
                .setStage(STAGE)
                .setSideEffect(SideEffect.NONE)
                .setOrigin(origin(record))
                .setRawKey(wrap(record.key()))
                .setError(error(refused.cause()))
                .build();
        setRawValue(letter, record.value());
        return letter;
    }

    private static void setRawValue(DeadLetter letter, byte @Nullable [] value) {
        if (value == null || value.length <= Limits.RAW_VALUE_BYTES) {
            letter.setRawValue(wrap(value));
            return;
        }
        letter.setRawValue(ByteBuffer.wrap(value, 0, Limits.RAW_HEAD_BYTES).slice());
        letter.setRawLength((long) value.length);
        letter.setRawSha256(sha256(value));
    }

    private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
        return Origin.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setTimestamp(Instant.ofEpochMilli(record.timestamp()))
                .setHeaders(StreamSupport.stream(record.headers().spliterator(), false)
                        .map(LetterLog::header)
                        .toList())
                .build();
    }

    private static RecordHeader header(Header header) {
        var secret = header.key().equalsIgnoreCase(Headers.AUTHORIZATION);
        return new RecordHeader(header.key(), secret ? REDACTED.duplicate() : wrap(header.value()));
    }

    private static @Nullable LetterError error(@Nullable Exception cause) {
        if (cause == null) {
            return null;
        }
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        var text = stack.toString();
        return new LetterError(
                cause.getClass().getName(),
                String.valueOf(cause.getMessage()),
                text.substring(0, Math.min(text.length(), Limits.STACK_LENGTH)));
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
