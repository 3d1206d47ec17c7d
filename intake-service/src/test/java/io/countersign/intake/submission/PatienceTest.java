package io.countersign.intake.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.submission.Patience.UntilDecided;
import io.countersign.intake.submission.Patience.UntilEnded;
import io.countersign.intake.submission.Patience.UntilPublished;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {

    @Test
    void without_a_preference_the_decision_is_awaited() {
        assertThat(Patience.read(List.of())).isEqualTo(new UntilDecided());
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "Respond-Async", "handling=lenient, respond-async", "respond-async; x=1"})
    void respond_async_is_answered_at_once(String prefer) {
        assertThat(Patience.read(List.of(prefer))).isEqualTo(new UntilPublished());
    }

    @ParameterizedTest
    @CsvSource({"wait=1,1", "wait=60,60", "wait=61,60", "wait=999999999,60", "WAIT = \"5\",5", "wait=5; x=1,5"})
    void wait_waits_for_the_end_but_never_beyond_a_minute(String prefer, int seconds) {
        assertThat(Patience.read(List.of(prefer))).isEqualTo(new UntilEnded(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wait", "wait=", "wait=0", "wait=-1", "wait=soon", "wait=1.5", "wait=9999999999", "", ",,;"})
    void a_preference_that_says_nothing_is_ignored(String prefer) {
        assertThat(Patience.read(List.of(prefer))).isEqualTo(new UntilDecided());
    }

    @Test
    void both_together_mean_wait_and_then_answer_without() {
        assertThat(Patience.read(List.of("respond-async, wait=10")))
                .isEqualTo(Patience.read(List.of("wait=10", "respond-async")))
                .isEqualTo(new UntilEnded(Duration.ofSeconds(10)));
    }
}
