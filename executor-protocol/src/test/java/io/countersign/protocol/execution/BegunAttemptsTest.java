package io.countersign.protocol.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BegunAttemptsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final AttemptKey FIRST = new AttemptKey("acme/ana", "1", 1);

    private final BegunAttempts attempts = new BegunAttempts();

    @Test
    void an_attempt_begins_once() {
        assertThat(attempts.begin(FIRST, NOON, NOON.minusSeconds(60))).isTrue();
        assertThat(attempts.begin(FIRST, NOON, NOON.minusSeconds(59))).isFalse();
    }

    @Test
    void another_attempt_owner_or_intent_is_another_matter() {
        attempts.begin(FIRST, NOON, NOON.minusSeconds(60));

        assertThat(attempts.begin(new AttemptKey("acme/ana", "1", 2), NOON, NOON.minusSeconds(60)))
                .isTrue();
        assertThat(attempts.begin(new AttemptKey("acme/bob", "1", 1), NOON, NOON.minusSeconds(60)))
                .isTrue();
        assertThat(attempts.begin(new AttemptKey("acme/ana", "2", 1), NOON, NOON.minusSeconds(60)))
                .isTrue();
    }

    @Test
    void what_can_no_longer_begin_is_forgotten() {
        for (var second = 0; second < 1_000; second++) {
            var key = new AttemptKey("acme/ana", "intent-" + second, 1);
            attempts.begin(key, NOON.plusSeconds(second + 120), NOON.plusSeconds(second));
        }

        assertThat(attempts.size()).isEqualTo(120);
    }
}
