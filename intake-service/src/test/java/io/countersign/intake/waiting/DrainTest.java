package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void with_nobody_inside_it_is_over_at_once_and_lets_nobody_in() throws InterruptedException {
        var drain = new Drain(LONG);
        var clock = new Stopwatch();

        assertThat(drain.run()).isZero();

        assertThat(clock.left(LONG)).isGreaterThan(LONG.dividedBy(2));
        assertThat(drain.closing().hasCome()).isTrue();
        assertThat(drain.lastCall().hasCome()).isFalse();
        assertThat(drain.enter(() -> false)).isEmpty();
        assertThat(drain.inside()).isZero();
    }

    @Test
    void whoever_is_inside_is_waited_for() throws InterruptedException {
        var drain = new Drain(LONG);
        var stay = drain.enter(() -> false).orElseThrow();
        try (var call = drain.closing().call(() -> Thread.ofVirtual().start(stay::close))) {
            assertThat(drain.run()).isZero();
        }

        assertThat(drain.lastCall().hasCome()).isFalse();
    }

    @Test
    void whoever_is_still_inside_at_the_last_call_gets_a_moment_to_say_so() throws InterruptedException {
        var drain = new Drain(Duration.ofMillis(400));
        var stay = drain.enter(() -> false).orElseThrow();
        try (var call = drain.lastCall().call(() -> Thread.ofVirtual().start(stay::close))) {
            assertThat(drain.run()).isZero();
        }

        assertThat(drain.lastCall().hasCome()).isTrue();
    }

    @Test
    void nobody_is_waited_for_beyond_its_time() throws InterruptedException {
        var drain = new Drain(Duration.ofMillis(200));
        assertThat(drain.enter(() -> false)).isPresent();
        var clock = new Stopwatch();

        assertThat(drain.run()).isEqualTo(1);

        assertThat(clock.left(LONG)).isBetween(LONG.minusSeconds(20), LONG.minusMillis(200));
    }

    @Test
    void nobody_waits_for_a_client_that_has_left() throws InterruptedException {
        var drain = new Drain(LONG);
        var left = new AtomicBoolean();
        assertThat(drain.enter(left::get)).isPresent();
        assertThat(drain.inside()).isEqualTo(1);
        try (var call = drain.closing().call(() -> left.set(true))) {
            assertThat(drain.run()).isZero();
        }
    }

    @Test
    void leaving_twice_is_leaving_once() {
        var drain = new Drain(LONG);
        var stay = drain.enter(() -> false).orElseThrow();
        assertThat(drain.enter(() -> false)).isPresent();

        stay.close();
        stay.close();

        assertThat(drain.inside()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT10M"})
    void it_may_take_from_no_time_to_ten_minutes(Duration time) {
        assertThatNoException().isThrownBy(() -> new Drain(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "PT10M0.001S"})
    void it_takes_no_other_time(Duration time) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Drain(time)).withMessageContaining("PT10M");
    }

    @Test
    void with_no_time_whoever_is_inside_is_cut_off_after_the_last_call() throws InterruptedException {
        var drain = new Drain(Duration.ZERO);
        assertThat(drain.enter(() -> false)).isPresent();

        assertThat(drain.run()).isEqualTo(1);
        assertThat(drain.lastCall().hasCome()).isTrue();
    }
}
