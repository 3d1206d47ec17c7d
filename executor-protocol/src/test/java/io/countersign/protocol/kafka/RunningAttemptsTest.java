package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.protocol.kafka.RunningAttempts.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningAttemptsTest {

    private static final AttemptKey KEY = new AttemptKey("acme/ana", "intent", 1);
    private static final Duration AMPLE = Duration.ofSeconds(20);

    private final RunningAttempts attempts = new RunningAttempts();
    private final Attempt attempt = new Attempt("own", json -> {});
    private final GoAhead goAhead = new GoAhead(attempt);

    RunningAttemptsTest() {
        attempts.enter(KEY, Running.of(attempt, goAhead, 0));
    }

    @Test
    void an_execution_hears_that_its_own_start_counts() throws InterruptedException {
        attempts.goAhead(KEY, "own");

        assertThat(goAhead.isGivenWithin(AMPLE)).isTrue();
    }

    @Test
    void no_execution_takes_for_its_own_what_another_one_is_told() throws InterruptedException {
        attempts.goAhead(KEY, "the genuine one");
        attempts.goAhead(KEY, null);
        attempts.goAhead(new AttemptKey(KEY.owner(), KEY.id(), 2), "own");

        assertThat(goAhead.isGivenWithin(Duration.ZERO)).isFalse();
    }

    @Test
    void who_is_refused_waits_no_longer() throws InterruptedException {
        attempts.refuse(KEY, "own");

        assertThat(goAhead.isGivenWithin(AMPLE)).isFalse();
        assertThat(attempt.cancellation()).contains(Cancellation.REFUSED);
    }

    @Test
    void the_refusal_of_a_copy_cuts_nobody_else_off() {
        attempts.refuse(KEY, "copy");
        attempts.refuse(KEY, null);

        assertThat(attempt.cancellation()).isEmpty();
        assertThat(attempts.isCalledOff(KEY)).isFalse();
    }

    @Test
    void what_is_called_off_waits_no_longer_and_is_remembered() throws InterruptedException {
        attempts.callOff(KEY);

        assertThat(goAhead.isGivenWithin(AMPLE)).isFalse();
        assertThat(attempt.cancellation()).contains(Cancellation.REQUESTED);
        assertThat(attempts.isCalledOff(KEY)).isTrue();
    }

    @Test
    void a_go_ahead_may_be_followed_by_a_cancellation() throws InterruptedException {
        attempts.goAhead(KEY, "own");
        attempts.callOff(KEY);

        assertThat(goAhead.isGivenWithin(Duration.ZERO)).isTrue();
        assertThat(attempt.cancellation()).contains(Cancellation.REQUESTED);
    }

    @Test
    void there_is_an_end_to_waiting() throws InterruptedException {
        assertThat(goAhead.isGivenWithin(Duration.ofMillis(20))).isFalse();
        assertThat(goAhead.isGivenWithin(Duration.ofSeconds(-1))).isFalse();
    }
}
