package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {

    private long wallMillis = 1_000_000;
    private long monotonicNanos = 77;
    private final ClockWatch watch = new ClockWatch(() -> wallMillis, () -> monotonicNanos, Duration.ofSeconds(2));

    @Test
    void time_that_passes_is_no_step() {
        pass(Duration.ofHours(1));

        assertThat(watch.hasStepped()).isFalse();
    }

    @Test
    void two_seconds_are_tolerated_and_more_are_not() {
        pass(Duration.ofMinutes(1));
        wallMillis += 2_000;
        assertThat(watch.hasStepped()).isFalse();

        wallMillis += 1;
        assertThat(watch.hasStepped()).isTrue();
        assertThat(watch.step()).isEqualTo(Duration.ofMillis(2_001));
    }

    @Test
    void a_step_back_is_a_step() {
        wallMillis -= 3_600_000;

        assertThat(watch.hasStepped()).isTrue();
        assertThat(watch.step()).isEqualTo(Duration.ofHours(-1));
    }

    private void pass(Duration time) {
        wallMillis += time.toMillis();
        monotonicNanos += time.toNanos();
    }
}
