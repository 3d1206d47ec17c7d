package io.countersign.console.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhoseTest {

    @Test
    void a_key_says_whose_a_record_is_but_in_the_inbox_where_anybody_writes_any() {
        assertThat(Whose.behind(letter(Topics.SUBMITTED))).contains(new Owner("acme", "ana"));
        assertThat(Whose.behind(letter(Topics.INBOX))).isEmpty();
    }

    private static DeadLetter letter(String topic) {
        return DeadLetter.newBuilder()
                .setId("letter")
                .setCategory(LetterCategory.REJECTED)
                .setStage("inbox")
                .setOrigin(new Origin(topic, 0, 0L, Instant.EPOCH, List.of()))
                .setRawKey(ByteBuffer.wrap("acme/ana".getBytes(StandardCharsets.UTF_8)))
                .build();
    }
}
