package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CadenceTest {

    private static final Duration SOON = Duration.ofMillis(10);

    private final Cadence cadence = new Cadence();

    @Test
    void who_keeps_up_commits_soon_and_all_tasks_of_a_thread_at_once() {
        cadence.took(12, nanos(0));

        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();
        assertThat(cadence.asksAt(nanos(9), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(10), SOON)).isTrue();
    }

    @Test
    void who_is_behind_gathers_for_a_fifth_of_the_time_by_which_it_is() {
        cadence.took(12, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();

        cadence.took(262, nanos(0));
        assertThat(cadence.asksAt(nanos(49), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(50), SOON)).isTrue();

        cadence.took(512, nanos(50));
        assertThat(cadence.asksAt(nanos(149), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(150), SOON)).isTrue();
    }

    @Test
    void what_came_with_a_commit_tells_how_long_it_took_and_it_gathers_for_as_long_again() {
        cadence.took(12, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();

        cadence.took(32, nanos(20));
        cadence.took(12, nanos(21));

        assertThat(cadence.asksAt(nanos(39), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(40), SOON)).isTrue();
        cadence.took(12, nanos(41));
        assertThat(cadence.asksAt(nanos(49), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(50), SOON)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {25, 26, 250})
    void it_never_gathers_for_more_than_fifty_milliseconds_for_the_sake_of_a_commit(long lag) {
        cadence.took(12, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();

        cadence.took(12 + lag, nanos(0));

        assertThat(cadence.asksAt(nanos(49), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(50), SOON)).isTrue();
    }

    @Test
    void who_comes_back_after_a_minute_gathers_although_it_catches_up() {
        cadence.took(60_000, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();

        cadence.took(59_000, nanos(0));

        assertThat(cadence.asksAt(nanos(11_399), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(11_400), SOON)).isTrue();
    }

    @Test
    void a_broker_whose_clock_is_an_hour_off_changes_nothing() {
        cadence.took(-3_600_000, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();
        assertThat(cadence.asksAt(nanos(10), SOON)).isTrue();

        cadence.took(-3_599_500, nanos(10));

        assertThat(cadence.asksAt(nanos(109), SOON)).isFalse();
        assertThat(cadence.asksAt(nanos(110), SOON)).isTrue();
    }

    @Test
    void clocks_that_drift_apart_by_hours_do_not_look_like_records_that_wait() {
        long minute = Duration.ofMinutes(1).toMillis();
        for (long at = 0; at <= 600; at++) {
            cadence.took(12 + at * 30, nanos(at * minute));
        }
        assertThat(cadence.asksAt(nanos(600 * minute), SOON)).isTrue();
        assertThat(cadence.asksAt(nanos(600 * minute + 10), SOON)).isTrue();

        cadence.took(12 + 600 * 30 + 100, nanos(600 * minute));

        assertThat(cadence.asksAt(nanos(600 * minute + 29), SOON)).isFalse();
    }

    @Test
    void who_is_behind_for_an_hour_is_still_behind() {
        cadence.took(12, nanos(0));
        assertThat(cadence.asksAt(nanos(0), SOON)).isTrue();
        for (long second = 1; second <= 3_600; second++) {
            cadence.took(10_000, nanos(second * 1_000));
        }
        assertThat(cadence.asksAt(nanos(3_600_000), SOON)).isTrue();

        assertThat(cadence.asksAt(nanos(3_601_000), SOON)).isFalse();
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
