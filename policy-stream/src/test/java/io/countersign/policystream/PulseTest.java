package io.countersign.policystream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.Pulse.Look;
import io.countersign.policystream.Pulse.Stage;
import io.countersign.policystream.Pulse.Verdict;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PulseTest {

    private static final TopicPartition FIRST = new TopicPartition("intents.submitted", 0);
    private static final TopicPartition SECOND = new TopicPartition("intents.submitted", 1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** A monotonic clock may begin anywhere, and run over. */
    private static final long BEGAN = Long.MAX_VALUE - 5;

    private final Pulse pulse = new Pulse(BEGAN);

    @Test
    void who_has_tasks_and_nothing_to_read_is_ready() {
        assertReady(at(Duration.ZERO, deciding(Map.of())));
        assertReady(at(Duration.ofDays(1), deciding(Map.of())));
    }

    @Test
    void who_runs_without_tasks_is_not_ready_unless_others_have_them_all() {
        assertThat(at(Duration.ZERO, running(1, 0, false)).ready()).isFalse();
        assertThat(at(Duration.ZERO, running(1, 0, true)).ready()).isTrue();
    }

    @Test
    void who_has_no_living_thread_is_not_ready_whatever_it_was_assigned() {
        assertThat(at(Duration.ZERO, running(0, 8, false)).ready()).isFalse();
        assertThat(at(Duration.ZERO, running(0, 0, true)).ready()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"STARTING", "REBALANCING", "ENDED"})
    void who_does_not_run_is_not_ready(Stage stage) {
        assertThat(at(Duration.ZERO, new Look(stage, 1, 8, false, Map.of(), 0, 0, true))
                        .ready())
                .isFalse();
    }

    @Test
    void who_waits_for_a_first_policy_is_ready_for_as_long_as_it_takes() {
        var look = new Look(Stage.UNGOVERNED, 0, 0, false, Map.of(), 0, 0, true);

        assertReady(at(Duration.ZERO, look));
        assertReady(at(Duration.ofDays(1), look));
    }

    @Test
    void a_partition_that_stands_with_records_is_a_stall_from_the_thirtieth_second_on() {
        var look = deciding(Map.of(FIRST, 7L));
        at(Duration.ZERO, look);

        assertThat(at(Pulse.STALLED_AFTER.minus(MOMENT), look).ready()).isTrue();
        assertThat(at(Pulse.STALLED_AFTER, look)).isEqualTo(new Verdict(false, true, Pulse.STALLED_AFTER));
    }

    @Test
    void a_partition_that_moves_is_none_however_far_it_is_behind() {
        at(Duration.ZERO, deciding(Map.of(FIRST, 7L)));
        at(Duration.ofSeconds(29), deciding(Map.of(FIRST, 8L)));

        assertReady(at(Duration.ofSeconds(58), deciding(Map.of(FIRST, 8L))));
        assertReady(at(Duration.ofSeconds(60), deciding(Map.of(FIRST, 9L))));
    }

    @Test
    void a_partition_that_had_come_to_its_end_in_between_begins_anew() {
        at(Duration.ZERO, deciding(Map.of(FIRST, 7L)));
        at(Duration.ofSeconds(20), deciding(Map.of()));
        at(Duration.ofSeconds(25), deciding(Map.of(FIRST, 7L)));

        assertReady(at(Duration.ofSeconds(40), deciding(Map.of(FIRST, 7L))));
    }

    @Test
    void one_partition_that_stands_is_seen_beside_others_that_move() {
        at(Duration.ZERO, deciding(Map.of(FIRST, 7L, SECOND, 1L)));

        assertThat(at(Duration.ofSeconds(31), deciding(Map.of(FIRST, 7L, SECOND, 2L)))
                        .ready())
                .isFalse();
    }

    @Test
    void who_can_decide_nothing_for_two_minutes_is_dead() {
        var look = running(1, 0, false);
        at(Duration.ZERO, look);

        assertThat(at(Pulse.GIVEN_UP_AFTER.minus(MOMENT), look).alive()).isTrue();
        assertThat(at(Pulse.GIVEN_UP_AFTER, look).alive()).isFalse();
    }

    @Test
    void who_stands_still_at_records_for_two_minutes_beyond_a_pause_is_dead() {
        var look = deciding(Map.of(FIRST, 7L));
        at(Duration.ZERO, look);
        at(Pulse.STALLED_AFTER.minus(MOMENT), look);

        assertThat(at(Pulse.GIVEN_UP_AFTER, look).alive()).isTrue();
        assertThat(at(Pulse.STALLED_AFTER.plus(Pulse.GIVEN_UP_AFTER), look).alive())
                .isFalse();
    }

    @Test
    void who_restores_stores_is_alive_for_as_long_as_that_moves() {
        at(Duration.ZERO, rebalancing(10, 0, true));
        assertThat(at(Duration.ofMinutes(30), rebalancing(11, 0, true)).alive()).isTrue();

        assertThat(at(Duration.ofMinutes(32), rebalancing(11, 0, true)).alive()).isFalse();
    }

    @Test
    void no_restart_is_asked_for_while_the_broker_is_away_or_threads_fail_and_are_replaced() {
        at(Duration.ZERO, rebalancing(0, 0, true));

        assertThat(at(Duration.ofMinutes(30), rebalancing(0, 0, false)).alive()).isTrue();
        assertThat(at(Duration.ofMinutes(60), rebalancing(0, 1, true)).alive()).isTrue();
        assertThat(at(Duration.ofMinutes(62), rebalancing(0, 1, true)).alive()).isFalse();
    }

    @Test
    void who_decides_again_is_alive_again() {
        at(Duration.ofMinutes(5), running(1, 0, false));

        assertReady(at(Duration.ofMinutes(6), deciding(Map.of())));
        assertThat(at(Duration.ofMinutes(7), running(1, 0, false)).alive()).isTrue();
    }

    @Test
    void streams_that_have_ended_are_dead_at_once() {
        assertThat(at(Duration.ZERO, new Look(Stage.ENDED, 0, 0, false, Map.of(), 0, 0, true))
                        .alive())
                .isFalse();
    }

    private static void assertReady(Verdict verdict) {
        assertThat(verdict.ready()).isTrue();
        assertThat(verdict.alive()).isTrue();
    }

    private Verdict at(Duration time, Look look) {
        return pulse.look(look, BEGAN + time.toNanos());
    }

    private static Look deciding(Map<TopicPartition, Long> behind) {
        return new Look(Stage.RUNNING, 1, 8, false, behind, 0, 0, true);
    }

    private static Look running(int threads, int tasks, boolean spare) {
        return new Look(Stage.RUNNING, threads, tasks, spare, Map.of(), 0, 0, true);
    }

    private static Look rebalancing(long restored, long failures, boolean brokerAnswers) {
        return new Look(Stage.REBALANCING, 1, 0, false, Map.of(), restored, failures, brokerAnswers);
    }
}
