package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant DEADLINE = Shell.OPENING.plus(Duration.ofDays(1));
    private static final Requests ANA = Requests.of("acme/ana").until(DEADLINE);

    private final Shell shell = new Shell(HousePolicy.allowingAll());

    @Test
    void what_is_deferred_waits_for_its_opening_its_deadline_and_thirty_days() {
        shell.under(HousePolicy.allowingAll().deferring(HOUR));

        assertTimers(
                shell.submit(ANA),
                new Timer(TimerName.OPENS, Shell.OPENING.plus(HOUR)),
                new Timer(TimerName.GIVE_UP, Shell.OPENING.plus(Duration.ofDays(30))),
                new Timer(TimerName.DEADLINE, DEADLINE.plus(SECOND)));
    }

    @Test
    void what_is_held_waits_for_approve_by_and_its_deadline() {
        shell.under(HousePolicy.allowingAll().holding(new ApprovalClause("big", List.of(), 1, HOUR)));

        assertTimers(
                shell.submit(ANA),
                new Timer(TimerName.APPROVE_BY, Shell.OPENING.plus(HOUR).plus(SECOND)),
                new Timer(TimerName.DEADLINE, DEADLINE.plus(SECOND)));
    }

    @Test
    void what_is_approved_waits_for_start_by() {
        assertTimers(
                shell.submit(ANA),
                new Timer(
                        TimerName.START_BY,
                        Shell.OPENING.plus(Actions.EXECUTE_WITHIN).plus(SECOND)));
    }

    @Test
    void what_runs_waits_for_the_end_of_its_lease() {
        assertTimers(
                shell.submit(ANA).begun(),
                new Timer(
                        TimerName.LEASE,
                        Shell.OPENING.plus(Actions.TIMEOUT).plusSeconds(5).plus(SECOND)));
    }

    @Test
    void what_retries_waits_for_its_next_attempt_its_deadline_and_thirty_days() {
        var intent = shell.submit(ANA).begun();

        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_429", "slow down", HOUR.toMillis()));

        assertTimers(
                intent,
                new Timer(TimerName.RETRY, Shell.OPENING.plus(HOUR)),
                new Timer(TimerName.GIVE_UP, Shell.OPENING.plus(Duration.ofDays(30))),
                new Timer(TimerName.DEADLINE, DEADLINE.plus(SECOND)));
    }

    @Test
    void what_is_dead_or_unknown_waits_thirty_days_for_a_person() {
        var reviewBy = new Timer(TimerName.REVIEW_BY, Shell.OPENING.plus(Duration.ofDays(30)));

        assertTimers(shell.submit(ANA.named("1")).begun().reported(FAILED), reviewBy);
        assertTimers(shell.submit(ANA.named("2")).begun().reported(UNKNOWN), reviewBy);
    }

    @Test
    void what_has_ended_is_remembered_for_thirty_days_and_then_forgotten() {
        var intent = shell.submit(ANA).begun().reported(SUCCEEDED);
        assertTimers(intent, new Timer(TimerName.FORGET, Shell.OPENING.plus(Duration.ofDays(30))));

        intent.waited(TimerName.FORGET);

        assertThat(intent.isForgotten()).isTrue();
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void only_timers_that_decide_about_effects_need_a_fence() {
        assertThat(TimerName.values())
                .filteredOn(TimerName::fenced)
                .containsExactlyInAnyOrder(TimerName.START_BY, TimerName.LEASE);
    }

    @Test
    void a_timer_that_is_not_due_changes_nothing() {
        var intent = shell.submit(ANA).begun().reported(SUCCEEDED);
        var before = intent.state();

        intent.at(intent.timer(TimerName.FORGET).due().minusMillis(1)).due(TimerName.FORGET);

        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void a_timer_that_the_state_no_longer_has_changes_nothing() {
        shell.under(HousePolicy.allowingAll().holding(new ApprovalClause("big", List.of(), 1, HOUR)));
        var intent = shell.submit(ANA);
        var old = intent.timer(TimerName.APPROVE_BY);
        intent.cancelledBy("ana");
        var before = intent.state();

        intent.at(old.due()).given(new Input.Due(old));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void what_becomes_of_an_intent_that_is_forgotten_changes_nothing() {
        var intent = shell.submit(ANA).begun().reported(SUCCEEDED);
        var timer = intent.timer(TimerName.FORGET);
        intent.waited(TimerName.FORGET);

        intent.given(new Input.Due(timer));
        intent.given(new Input.Fenced(1, shell.now()));
        intent.given(new Input.Woken());
        intent.given(new Input.Halted());

        assertThat(intent.isForgotten()).isTrue();
    }

    private static void assertTimers(Story intent, Timer... timers) {
        assertThat(intent.state().timers()).containsExactlyInAnyOrder(timers);
    }
}
