package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CadenceTest {

    private static final Duration SOON = Duration.ofMillis(10);

    private final Cadence cadence = new Cadence();

    @Test
    void who_keeps_up_commits_soon_and_all_tasks_of_a_thread_at_once() {
        cadence.took(12);

        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();
        assertThat(cadence.asksAt(nanos(9), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(10), SOON)).isTrue();
    }

    @Test
    void who_is_behind_gathers_until_it_has_caught_up() {
        cadence.took(12);
        cadence.took(63);

        assertThat(cadence.asksAt(nanos(0), SOON)).isFalse();

        cadence.took(62);

        assertThat(cadence.asksAt(nanos(1), SOON)).isTrue();
    }

    @Test
    void who_comes_back_after_a_minute_gathers_although_it_catches_up() {
        cadence.took(60_000);
        cadence.took(59_000);

        assertThat(cadence.asksAt(nanos(0), SOON)).isFalse();
    }

    @Test
    void a_broker_whose_clock_is_an_hour_off_changes_nothing() {
        cadence.took(-3_600_000);

        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();

        cadence.took(-3_599_900);

        assertThat(cadence.asksAt(nanos(20), SOON)).isFalse();
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
