package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.CONFIRM;
import static io.countersign.policystream.lifecycle.Input.Decree.DISCARD;
import static io.countersign.policystream.lifecycle.Input.Decree.RETRY;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outcomes that come when the lease is over: those that still decide, and those that come too late for it. */
class LateReportsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final HousePolicy LIMITED = HousePolicy.allowingAll().limitingTokens(100, HOUR);
    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Requests ONCE = REPEATABLE.doing(Actions.REFUND);

    private final Shell shell = new Shell(LIMITED);

    @Test
    void from_unknown_the_outcome_still_decides() {
        var lapsed = shell.submit(ONCE).begun().waited(TimerName.LEASE);

        lapsed.using(SUCCEEDED, 4);

        assertThat(lapsed.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void from_retrying_the_outcome_still_decides() {
        var lapsed = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        lapsed.using(SUCCEEDED, 4);

        assertThat(lapsed.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void from_dead_the_outcome_still_decides() {
        var lapsed = exhausted();

        lapsed.reported(SUCCEEDED);

        assertThat(lapsed.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void an_outcome_of_what_never_began_in_time_still_decides_and_is_an_overrun() {
        var idle = shell.submit(REPEATABLE).waited(TimerName.START_BY);

        idle.using(SUCCEEDED, 4);

        assertThat(idle.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 4));
    }

    @Test
    void a_failure_for_good_ends_the_wait_for_the_next_attempt() {
        var lapsed = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        lapsed.reported(FAILED);

        assertThat(lapsed.name()).isEqualTo("DEAD");
    }

    @Test
    void a_failure_that_may_pass_does_not_use_an_attempt_twice() {
        var lapsed = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        lapsed.reported(FAILED_RETRYABLE);

        assertThat(lapsed.name()).isEqualTo("RETRYING");
        assertThat(lapsed.dossier().begun()).isEqualTo(1);
    }

    @Test
    void an_executor_that_cannot_tell_stops_the_wait_for_the_next_attempt() {
        var lapsed = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        lapsed.reported(UNKNOWN);

        assertThat(lapsed.name()).isEqualTo("UNKNOWN");
        assertThat(lapsed.letters()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"SUCCEEDED", "FAILED", "FAILED_RETRYABLE"})
    void unknown_is_not_the_truth_and_the_first_report_that_knows_it_counts(ReportStatus status) {
        var intent = shell.submit(ONCE).begun().reported(UNKNOWN);

        intent.using(status, 4);

        assertThat(intent.name()).isEqualTo(status == SUCCEEDED ? "SUCCEEDED" : "DEAD");
        assertThat(intent.dossier().begun()).isEqualTo(1);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void unknown_twice_is_unknown_once() {
        var intent = shell.submit(ONCE).begun().reported(UNKNOWN);
        var before = intent.state();

        intent.reported(UNKNOWN);

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void who_may_have_acted_cannot_deny_it_with_not_started() {
        var intent = shell.submit(ONCE).begun().reported(UNKNOWN);
        var before = intent.state();

        intent.reported(NOT_STARTED);

        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void a_started_after_the_lease_is_refused() {
        var lapsed = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        lapsed.given(lapsed.report(STARTED).inRun("again"));

        assertThat(lapsed.name()).isEqualTo("RETRYING");
        assertThat(lapsed.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @Test
    void once_the_next_attempt_is_approved_an_outcome_decides_nothing_but_is_booked_and_told() {
        var intent = secondAttempt();
        var before = intent.state();

        intent.given(intent.report(FAILED, 1).using(new Consumption(3, 0, 0, 0, false)));

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.dossier().since()).isEqualTo(before.dossier().since());
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");
        assertThat(intent.dossier().reasons()).isEqualTo(before.dossier().reasons());
        assertThat(intent.instructions()).isEmpty();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 3, 0));
    }

    @Test
    void a_late_success_cancels_the_attempt_that_runs() {
        var intent = secondAttempt().begun();

        intent.given(intent.report(SUCCEEDED, 1));

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .satisfies(word -> {
                    assertThat(word.instruction()).isEqualTo(Consequence.Instruction.CANCEL);
                    assertThat(word.attempt()).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"NOT_STARTED", "FAILED", "FAILED_RETRYABLE"})
    void after_a_late_success_an_attempt_without_effect_is_the_last(ReportStatus status) {
        var intent = secondAttempt();
        intent.given(intent.report(SUCCEEDED, 1));

        intent.reported(status);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.letters()).isEmpty();
    }

    @Test
    void after_a_late_success_nothing_is_handed_over_again() {
        var intent = secondAttempt().waited(TimerName.START_BY);
        intent.given(intent.report(SUCCEEDED, 1));
        assertThat(intent.name()).isEqualTo("RETRYING");

        intent.retried();

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.isHandedOver()).isFalse();
    }

    @Test
    void after_a_late_success_a_cancellation_finds_a_success() {
        var intent = secondAttempt().begun().reported(FAILED_RETRYABLE);
        intent.given(intent.report(SUCCEEDED, 1));

        intent.cancelledBy("ana");

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.answer().accepted()).isTrue();
    }

    @Test
    void after_a_late_doubt_what_must_not_happen_twice_is_not_handed_over_again() {
        var intent = doubted();

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.UNKNOWN));
    }

    @Test
    void after_a_late_doubt_what_waits_for_its_next_attempt_waits_for_a_person() {
        var intent = shell.submit(ONCE).waited(TimerName.START_BY).retried().waited(TimerName.START_BY);
        intent.given(intent.report(UNKNOWN, 1));
        assertThat(intent.name()).isEqualTo("RETRYING");

        intent.retried();

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.isHandedOver()).isFalse();
    }

    @Test
    void after_a_late_doubt_nobody_is_told_that_it_was_cancelled() {
        var intent = doubted().cancelledBy("ana");

        intent.waited(TimerName.START_BY);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
    }

    @Test
    void a_person_who_knows_of_the_doubt_may_have_it_tried_again() {
        var intent = doubted().reported(NOT_STARTED).reviewed(RETRY).by("rita");
        shell.frozenBy(new Freeze("all", null));
        intent.reported(NOT_STARTED);
        shell.thawed();

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(4);
    }

    @Test
    void a_late_doubt_about_what_may_be_repeated_stops_nothing() {
        var intent = secondAttempt();
        intent.given(intent.report(UNKNOWN, 1));

        intent.begun().reported(FAILED_RETRYABLE).retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void two_successes_are_a_letter() {
        var intent = secondAttempt().begun();
        intent.given(intent.report(SUCCEEDED, 1));

        intent.reported(SUCCEEDED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertEffectTwice(intent);
    }

    @Test
    void two_successes_are_a_letter_also_if_the_first_attempts_comes_last() {
        var intent = secondAttempt().begun().reported(SUCCEEDED);

        intent.given(intent.report(SUCCEEDED, 1));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertEffectTwice(intent);
    }

    @Test
    void a_late_success_of_what_was_cancelled_is_a_letter_and_books_its_usage() {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana").waited(TimerName.LEASE);
        assertThat(intent.name()).isEqualTo("CANCELLED");

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("CANCELLED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.CONFIRMED);
            assertThat(letter.reasons()).extracting(Reason::code).containsExactly("LATE_OUTCOME");
        });
    }

    @Test
    void a_late_failure_of_what_has_ended_is_no_letter() {
        var intent =
                shell.submit(ONCE).begun().reported(UNKNOWN).reviewed(DISCARD).by("rita");

        intent.using(FAILED, 2);

        assertThat(intent.name()).isEqualTo("DISCARDED");
        assertThat(intent.letters()).isEmpty();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 2, 0));
    }

    @Test
    void a_late_success_of_what_a_person_has_confirmed_is_what_everybody_knows() {
        var intent = shell.submit(ONCE).begun().waited(TimerName.LEASE);
        intent.reviewed(CONFIRM).by("rita");

        intent.using(SUCCEEDED, 4);

        assertThat(intent.letters()).isEmpty();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void reviewers_of_what_stopped_are_told_that_an_earlier_attempt_had_its_effect() {
        var dead = secondAttempt().begun().reported(FAILED);
        long seen = dead.dossier().version();

        dead.given(dead.report(SUCCEEDED, 1));

        assertThat(dead.name()).isEqualTo("DEAD");
        assertThat(dead.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.CONFIRMED);
            assertThat(letter.dossier().version()).isEqualTo(dead.dossier().version());
        });
        assertThat(dead.reviewed(RETRY).seeing(seen).by("rita").refusal()).isEqualTo("STALE");
    }

    @Test
    void reviewers_of_what_is_unknown_are_told_that_an_earlier_attempt_had_its_effect() {
        var unknown = secondAttempt().begun().reported(UNKNOWN);

        unknown.given(unknown.report(SUCCEEDED, 1));

        assertThat(unknown.name()).isEqualTo("UNKNOWN");
        assertThat(unknown.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.UNKNOWN);
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.CONFIRMED);
        });
    }

    @Test
    void voters_about_a_retry_are_told_that_an_earlier_attempt_had_its_effect() {
        var held = secondAttempt().begun().reported(FAILED);
        shell.under(LIMITED.holding(new ApprovalClause("big", List.of("finance"), 1, HOUR)));
        held.reviewed(RETRY).by("rita");

        held.given(held.report(SUCCEEDED, 1));

        assertThat(held.name()).isEqualTo("HELD");
        assertThat(held.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.HELD);
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.CONFIRMED);
        });
    }

    @Test
    void voters_about_a_retry_are_told_that_the_outcome_has_come() {
        var intent = shell.submit(ONCE).begun().waited(TimerName.LEASE);
        shell.under(LIMITED.holding(new ApprovalClause("big", List.of("finance"), 1, HOUR)));
        intent.reviewed(RETRY).by("rita");
        long seen = intent.dossier().version();

        intent.reported(FAILED);

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");
        assertThat(intent.reviewed(Input.Decree.APPROVE)
                        .seeing(seen)
                        .by("fred", "finance")
                        .refusal())
                .isEqualTo("STALE");
        assertThat(intent.reviewed(Input.Decree.APPROVE).by("fred", "finance").name())
                .isEqualTo("APPROVED");
    }

    @Test
    void a_success_makes_votes_about_a_retry_needless() {
        var intent = shell.submit(ONCE).begun().waited(TimerName.LEASE);
        shell.under(LIMITED.holding(new ApprovalClause("big", List.of("finance"), 1, HOUR)));
        intent.reviewed(RETRY).by("rita");

        intent.reported(SUCCEEDED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_late_not_started_does_not_return_what_an_attempt_that_began_may_have_used() {
        var intent = secondAttempt();
        var before = intent.state();

        intent.given(intent.report(NOT_STARTED, 1));

        assertThat(intent.state()).isSameAs(before);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 10, 0));
    }

    @Test
    void a_second_late_outcome_changes_nothing() {
        var intent = secondAttempt();
        intent.given(intent.report(FAILED, 1));
        var before = intent.state();

        intent.given(intent.report(SUCCEEDED, 1));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void a_late_correction_belongs_to_the_window_of_its_own_hold() {
        var intent = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);
        intent.after(HOUR).due(TimerName.RETRY);

        intent.given(intent.report(FAILED, 1).using(new Consumption(3, 0, 0, 0, false)));

        assertThat(shell.balances().values()).containsExactly(new Balance(100, 0, 3, 0), new Balance(100, 10, 0, 0));
    }

    private Story secondAttempt() {
        return shell.submit(REPEATABLE).begun().waited(TimerName.LEASE).retried();
    }

    /** The first attempt never began in time, and says during the second that it may have had its effect. */
    private Story doubted() {
        var intent = shell.submit(ONCE).waited(TimerName.START_BY).retried();
        intent.given(intent.report(UNKNOWN, 1));
        assertThat(intent.name()).isEqualTo("APPROVED");
        return intent;
    }

    private Story exhausted() {
        var intent = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE).retried();
        intent.begun().waited(TimerName.LEASE).retried().begun().waited(TimerName.LEASE);
        assertThat(intent.name()).isEqualTo("DEAD");
        return intent;
    }

    private static void assertEffectTwice(Story intent) {
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reasons()).extracting(Reason::code).containsExactly("EFFECT_TWICE");
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.CONFIRMED);
            assertThat(letter.dossier().version()).isEqualTo(intent.dossier().version());
        });
    }
}
