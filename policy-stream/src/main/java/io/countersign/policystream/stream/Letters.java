package io.countersign.policystream.stream;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Headers;
import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.policy.Reason;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.LetterError;
import io.countersign.v1.Origin;
import io.countersign.v1.RecordHeader;
import io.countersign.v1.SideEffect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes letters. Their ids follow from the record behind them, so that the same record makes the same letters. */
final class Letters {

    private static final byte[] REDACTED = "redacted".getBytes(StandardCharsets.UTF_8);

    private final Outputs out;
    private long lastOffset = -1;
    private String lastTopic = "";
    private int ofThisRecord;

    Letters(Outputs out) {
        this.out = out;
    }

    /** A letter about an intent. */
    void about(String owner, Consequence.Lettered letter, Arrival arrival, @Nullable Exception failure) {
        var dossier = letter.dossier();
        var request = dossier.request();
        var letterRecord = DeadLetter.newBuilder()
                .setId(nextId(arrival))
                .setIntentId(request.id())
                .setTenant(request.tenant())
                .setUser(request.user())
                .setCategory(LetterCategory.valueOf(letter.category().name()))
                .setReasons(ToRecords.texts(letter.reasons()))
                .setStage(letter.stage().name().toLowerCase(Locale.ROOT))
                .setIntent(ToRecords.letterIntent(letter))
                .setDigest(request.digest())
                .setVersion(dossier.version())
                .setAttempts(dossier.begun())
                .setSideEffect(SideEffect.valueOf(letter.sideEffect().name()))
                .setOrigin(origin(arrival))
                .setError(error(failure))
                .build();
        out.owned(Topics.DEAD_LETTER, owner, letterRecord, request.traceparent());
    }

    /** A letter about a record that is nobody's intent, with its bytes. */
    void unreadable(String stage, List<Reason> reasons, Arrival arrival, @Nullable Exception failure) {
        var value = arrival.record().value();
        boolean cut = value != null && value.length > Limits.RAW_VALUE_BYTES;
        var letter = DeadLetter.newBuilder()
                .setId(nextId(arrival))
                .setCategory(LetterCategory.UNREADABLE)
                .setReasons(ToRecords.texts(reasons))
                .setStage(stage)
                .setOrigin(origin(arrival))
                .setRawKey(buffer(arrival.record().key()))
                .setRawValue(cut ? buffer(Arrays.copyOf(value, Limits.RAW_HEAD_BYTES)) : buffer(value))
                .setRawLength(cut ? (long) value.length : null)
                .setRawSha256(cut ? sha256(value) : null)
                .setError(error(failure))
                .build();
        out.keyed(Topics.DEAD_LETTER, null, arrival.partition(), letter, arrival.traceparent());
    }

    private String nextId(Arrival arrival) {
        boolean same = arrival.offset() == lastOffset && arrival.topic().equals(lastTopic);
        ofThisRecord = same ? ofThisRecord + 1 : 0;
        lastOffset = arrival.offset();
        lastTopic = arrival.topic();
        var id = DerivedIds.ofLetter(arrival.topic(), arrival.partition(), arrival.offset());
        return ofThisRecord == 0 ? id : DerivedIds.of("letter", id, Integer.toString(ofThisRecord));
    }

    private static Origin origin(Arrival arrival) {
        var headers = Arrays.stream(arrival.record().headers().toArray())
                .map(header -> new RecordHeader(
                        header.key(),
                        buffer(header.key().equalsIgnoreCase(Headers.AUTHORIZATION) ? REDACTED : header.value())))
                .toList();
        return new Origin(
                arrival.topic(),
                arrival.partition(),
                arrival.offset(),
                Instant.ofEpochMilli(arrival.timestamp()),
                headers);
    }

    private static @Nullable LetterError error(@Nullable Exception failure) {
        if (failure == null) {
            return null;
        }
        var stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack, true));
        var text = stack.toString();
        var message = failure.getMessage();
        return new LetterError(
                failure.getClass().getName(),
                message == null ? "" : message,
                text.length() > Limits.STACK_LENGTH ? text.substring(0, Limits.STACK_LENGTH) : text);
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
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
