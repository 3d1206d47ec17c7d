package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancellationsTest {

    private static final HousePolicy LIMITED = HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(1));
    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Requests ONCE = REPEATABLE.doing(Actions.REFUND);

    private final Shell shell = new Shell(LIMITED);

    @Test
    void what_is_deferred_is_cancelled_at_once() {
        shell.under(LIMITED.deferring(Duration.ofMinutes(1)));
        var intent = shell.submit(REPEATABLE);

        intent.cancelledBy("ana");

        assertCancelled(intent);
    }

    @Test
    void what_is_held_is_cancelled_at_once() {
        shell.under(LIMITED.holding(new ApprovalClause("big", List.of(), 1, Duration.ofHours(1))));
        var intent = shell.submit(REPEATABLE);

        intent.cancelledBy("ana");

        assertCancelled(intent);
    }

    @Test
    void what_waits_for_its_next_attempt_is_cancelled_at_once() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);

        intent.cancelledBy("ana");

        assertCancelled(intent);
    }

    @Test
    void what_is_dead_is_cancelled_at_once() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED);

        intent.cancelledBy("ana");

        assertCancelled(intent);
    }

    @Test
    void for_what_is_approved_it_is_noted_and_the_executor_is_told() {
        var intent = shell.submit(REPEATABLE);

        intent.cancelledBy("ana");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.reasons()).containsExactly("CANCEL_REQUESTED");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.CANCEL);
    }

    @Test
    void for_what_runs_it_is_noted_and_the_executor_is_told() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.cancelledBy("ana");

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.CANCEL);
    }

    @Test
    void a_second_wish_to_cancel_is_accepted_and_changes_nothing() {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana");
        var before = intent.state();

        intent.cancelledBy("ana");

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.latest().consequences()).hasSize(1);
    }

    @Test
    void not_started_after_a_cancellation_ends_it_and_returns_the_hold() {
        var intent = shell.submit(REPEATABLE).cancelledBy("ana");

        intent.reported(NOT_STARTED);

        assertCancelled(intent);
        assertThat(shell.balance("tokens").used()).isZero();
    }

    @Test
    void start_by_passed_after_a_cancellation_ends_it_and_returns_the_hold() {
        var intent = shell.submit(REPEATABLE).cancelledBy("ana");

        intent.waited(TimerName.START_BY);

        assertCancelled(intent);
        assertThat(shell.balance("tokens").used()).isZero();
    }

    @Test
    void a_started_that_comes_after_a_cancellation_is_refused_but_may_have_begun() {
        var intent = shell.submit(ONCE).cancelledBy("ana");

        intent.begun();

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @Test
    void an_executor_that_heeds_the_refusal_ends_it() {
        var intent = shell.submit(ONCE).cancelledBy("ana").begun();

        intent.reported(NOT_STARTED);

        assertCancelled(intent);
        assertThat(shell.balance("tokens").used()).isZero();
    }

    @Test
    void a_copy_that_comes_to_nothing_after_a_cancellation_does_not_end_what_has_begun() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana");
        var before = intent.state();

        intent.given(intent.report(NOT_STARTED).inRun("copy"));

        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void an_executor_that_falls_silent_after_the_refusal_leaves_what_must_not_happen_twice_unknown() {
        var intent = shell.submit(ONCE).cancelledBy("ana").begun();

        intent.waited(TimerName.LEASE);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
    }

    @Test
    void a_redelivery_after_a_cancellation_is_refused() {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana");
        var before = intent.state();

        intent.given(intent.report(STARTED).inRun("again"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"FAILED", "FAILED_RETRYABLE"})
    void a_failure_after_a_cancellation_ends_it_and_books_what_was_used(ReportStatus status) {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana");

        intent.using(status, 4);

        assertCancelled(intent);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void a_lease_that_ends_after_a_cancellation_ends_what_may_be_repeated() {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana");

        intent.waited(TimerName.LEASE);

        assertCancelled(intent);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @Test
    void a_lease_that_ends_after_a_cancellation_leaves_what_must_not_happen_twice_unknown() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana");

        intent.waited(TimerName.LEASE);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void success_stands_after_a_cancellation() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana");

        intent.reported(SUCCEEDED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void unknown_stands_after_a_cancellation_and_ends_it_once_it_is_known_that_there_was_no_effect() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana").reported(UNKNOWN);
        assertThat(intent.name()).isEqualTo("UNKNOWN");

        intent.reported(FAILED);

        assertCancelled(intent);
    }

    @Test
    void what_is_unknown_cannot_be_cancelled() {
        var intent = shell.submit(ONCE).begun().reported(UNKNOWN);

        intent.cancelledBy("ana");

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.refusal()).isEqualTo("ENDED");
    }

    @Test
    void what_has_ended_cannot_be_cancelled() {
        var intent = shell.submit(REPEATABLE).begun().reported(SUCCEEDED);

        intent.cancelledBy("ana");

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.refusal()).isEqualTo("ENDED");
        assertThat(intent.recorded()).isEmpty();
    }

    @Test
    void what_is_not_known_is_not_found() {
        var decision = shell.decide("nobodys", new Input.Cancelled("ana"));

        assertThat(decision.state()).isNull();
        assertThat(decision.consequences())
                .singleElement()
                .isInstanceOfSatisfying(
                        Consequence.Answered.class,
                        answer -> assertThat(answer.code()).isEqualTo("NOT_FOUND"));
    }

    @Test
    void a_cancellation_says_so_if_an_attempt_may_have_had_its_effect() {
        var silent = shell.submit(REPEATABLE).begun().cancelledBy("ana").waited(TimerName.LEASE);

        assertThat(cancellation(silent))
                .isEqualTo("cancelled by ana; an attempt had begun, and may have had its effect");
    }

    @Test
    void a_cancellation_of_what_never_began_says_no_more_than_who_did_it() {
        var never = shell.submit(REPEATABLE).cancelledBy("ana").reported(NOT_STARTED);

        assertThat(cancellation(never)).isEqualTo("cancelled by ana");
    }

    private static String cancellation(Story intent) {
        assertCancelled(intent);
        return intent.recorded().orElseThrow().reasons().getLast().message();
    }

    private static void assertCancelled(Story intent) {
        assertThat(intent.name()).isEqualTo("CANCELLED");
        assertThat(intent.recorded())
                .hasValueSatisfying(change -> assertThat(change.actor()).isEqualTo("ana"));
        assertThat(intent.letters()).isEmpty();
    }
}
