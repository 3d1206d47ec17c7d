package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import io.countersign.contract.Sha256;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.RecordHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterEvidenceTest {

    @Test
    void a_value_at_the_limit_is_kept_whole_and_one_byte_more_is_cut_and_named() {
        var whole = new byte[Limits.RAW_VALUE_BYTES];
        var large = new byte[Limits.RAW_VALUE_BYTES + 1];
        Arrays.fill(large, (byte) 7);

        var kept = letter(null, whole);
        var cut = letter(null, large);

        assertThat(kept.getRawValue()).isEqualTo(ByteBuffer.wrap(whole));
        assertThat(kept.getRawLength()).isNull();
        assertThat(cut.getRawValue()).isEqualTo(ByteBuffer.wrap(large, 0, Limits.RAW_HEAD_BYTES));
        assertThat(cut.getRawLength()).isEqualTo(large.length);
        assertThat(cut.getRawSha256()).isEqualTo(Sha256.hex(large));
    }

    @Test
    void what_was_not_there_is_not_there() {
        var letter = letter(null, null);

        assertThat(letter.getRawKey()).isNull();
        assertThat(letter.getRawValue()).isNull();
        assertThat(letter.getRawLength()).isNull();
    }

    @Test
    void the_origin_has_every_header_but_no_secret() {
        var headers = new RecordHeaders()
                .add("Authorization", "Bearer eyJhbGciOi".getBytes(StandardCharsets.UTF_8))
                .add("traceparent", "00-1-2-01".getBytes(StandardCharsets.UTF_8))
                .add("empty", null);

        var origin = LetterEvidence.origin("intents.inbox", 3, 17, 1_700_000_000_000L, headers);

        assertThat(origin.getTimestamp()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(origin.getHeaders())
                .containsExactly(
                        header("Authorization", "redacted"),
                        header("traceparent", "00-1-2-01"),
                        new RecordHeader("empty", null));
    }

    @Test
    void a_stack_is_cut_and_a_failure_without_a_message_has_an_empty_one() {
        var deep = new IllegalStateException("x".repeat(2 * Limits.STACK_LENGTH));

        var error = Objects.requireNonNull(LetterEvidence.error(deep));

        assertThat(error.getStack()).hasSize(Limits.STACK_LENGTH);
        assertThat(Objects.requireNonNull(LetterEvidence.error(new IllegalStateException()))
                        .getMessage())
                .isEmpty();
        assertThat(LetterEvidence.error(null)).isNull();
    }

    private static DeadLetter letter(byte @Nullable [] key, byte @Nullable [] value) {
        var letter = DeadLetter.newBuilder()
                .setId("0190163d-8694-739b-aea5-966c26f8ad91")
                .setCategory(LetterCategory.UNREADABLE)
                .setStage("reading")
                .setOrigin(LetterEvidence.origin("intents.submitted", 0, 0, 0, new RecordHeaders()));
        LetterEvidence.keepBytes(letter, key, value);
        return letter.build();
    }

    private static RecordHeader header(String name, String value) {
        return new RecordHeader(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }
}
