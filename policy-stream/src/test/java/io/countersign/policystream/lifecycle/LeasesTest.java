package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.RUNNING;
import static io.countersign.policystream.lifecycle.ReportStatus.STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeasesTest {

    private static final HousePolicy LIMITED = HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(1));
    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Requests ONCE = REPEATABLE.doing(Actions.REFUND);
    private static final Instant START_BY = Shell.OPENING.plus(Actions.EXECUTE_WITHIN);
    private static final Duration LEASE = Actions.TIMEOUT.plusSeconds(5);

    private final Shell shell = new Shell(LIMITED);

    @Test
    void started_before_start_by_begins_it() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY.minusMillis(1)).begun();

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.reasons()).containsExactly("STARTED");
        assertThat(intent.attempt().leaseUntil())
                .isEqualTo(START_BY.minusMillis(1).plus(LEASE));
        assertThat(intent.instructions()).isEmpty();
    }

    @Test
    void who_begins_what_must_not_happen_twice_is_told_that_this_very_start_counts() {
        var intent = shell.submit(ONCE);

        intent.at(START_BY.minusMillis(1)).given(intent.report(STARTED).inRun("first"));

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .returns(Consequence.Instruction.RENEWED, Consequence.Directed::instruction)
                .returns("first", Consequence.Directed::run)
                .returns(1, Consequence.Directed::attempt)
                .returns(START_BY.minusMillis(1).plus(LEASE), Consequence.Directed::leaseUntil);
    }

    @Test
    void a_start_that_does_not_count_is_refused_by_its_own_run() {
        var intent = shell.submit(ONCE);

        intent.at(START_BY).given(intent.report(STARTED).inRun("late"));

        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .returns(Consequence.Instruction.REFUSED, Consequence.Directed::instruction)
                .returns("late", Consequence.Directed::run);
    }

    @Test
    void started_at_start_by_is_refused() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY).begun();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
        assertThat(intent.recorded()).isEmpty();
    }

    @Test
    void when_it_was_appended_counts_not_when_it_is_read() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY.plus(Duration.ofMinutes(10)))
                .given(intent.report(STARTED).at(START_BY.minusMillis(1)));

        assertThat(intent.name()).isEqualTo("RUNNING");
    }

    @Test
    void start_by_passes_only_when_a_fence_shows_that_all_reports_have_been_read() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY.plusSeconds(100)).due(TimerName.START_BY);

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void a_fence_within_a_second_of_start_by_is_too_early_and_the_timer_stays() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY.plusMillis(999)).fenced();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.consequences(Consequence.Rearmed.class))
                .containsExactly(new Consequence.Rearmed(intent.timer(TimerName.START_BY)));
    }

    @Test
    void a_fence_a_second_after_start_by_shows_that_it_never_began_and_its_hold_returns() {
        var intent = shell.submit(REPEATABLE);

        intent.at(START_BY.plusSeconds(1)).fenced();

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.reasons()).containsExactly("NEVER_STARTED", "RETRY_SCHEDULED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(intent.dossier().begun()).isZero();
    }

    @Test
    void what_must_not_happen_twice_is_handed_over_again_as_well_if_it_never_began() {
        var intent = shell.submit(ONCE);

        intent.waited(TimerName.START_BY).retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(2);
    }

    @Test
    void a_fence_for_an_earlier_attempt_changes_nothing() {
        var intent = shell.submit(REPEATABLE).waited(TimerName.START_BY).retried();
        var before = intent.state();

        intent.at(intent.timer(TimerName.START_BY).due()).given(new Input.Fenced(1, shell.now()));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void not_started_returns_everything() {
        var intent = shell.submit(REPEATABLE);

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(intent.dossier().begun()).isZero();
    }

    @Test
    void not_started_does_not_count_once_a_started_of_the_lease_counted() {
        var intent = shell.submit(REPEATABLE).begun();
        var before = intent.state();

        intent.reported(NOT_STARTED);

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void running_renews_the_lease_and_tells_until_when() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.after(Duration.ofSeconds(9)).reported(RUNNING);

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.attempt().leaseUntil()).isEqualTo(shell.now().plus(LEASE));
        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .satisfies(word -> {
                    assertThat(word.instruction()).isEqualTo(Consequence.Instruction.RENEWED);
                    assertThat(word.leaseUntil()).isEqualTo(shell.now().plus(LEASE));
                });
    }

    @Test
    void an_older_report_does_not_shorten_a_lease() {
        var intent =
                shell.submit(REPEATABLE).begun().after(Duration.ofSeconds(9)).reported(RUNNING);
        var until = intent.attempt().leaseUntil();

        intent.given(intent.report(RUNNING).at(Shell.OPENING));

        assertThat(intent.attempt().leaseUntil()).isEqualTo(until);
    }

    @Test
    void a_lease_that_nobody_has_ended_yet_is_renewed_also_after_its_time() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.after(LEASE).reported(RUNNING);

        assertThat(intent.attempt().leaseUntil()).isEqualTo(shell.now().plus(LEASE));
        assertThat(intent.fenced().consequences(Consequence.Rearmed.class)).hasSize(1);
    }

    @Test
    void running_of_what_has_not_begun_changes_nothing() {
        var intent = shell.submit(REPEATABLE);
        var before = intent.state();

        intent.reported(RUNNING);

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void a_redelivered_record_begins_a_new_run_and_renews_the_lease() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.after(Duration.ofSeconds(9)).given(intent.report(STARTED).inRun("again"));

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.attempt().run()).isEqualTo("again");
        assertThat(intent.attempt().leaseUntil()).isEqualTo(shell.now().plus(LEASE));
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.RENEWED);
        assertThat(intent.dossier().begun()).isEqualTo(1);
    }

    @Test
    void after_the_leases_end_a_started_is_refused() {
        var intent = shell.submit(REPEATABLE).begun();
        var before = intent.state();

        intent.after(LEASE).given(intent.report(STARTED).inRun("again"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @Test
    void after_start_by_a_further_started_is_refused() {
        var intent = shell.submit(REPEATABLE).at(START_BY.minusSeconds(1)).begun();

        intent.at(START_BY).given(intent.report(STARTED).inRun("again"));

        assertThat(intent.attempt().run()).isEqualTo("run-1");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @Test
    void what_must_not_happen_twice_is_not_begun_twice() {
        var intent = shell.submit(ONCE).begun();
        var before = intent.state();

        intent.given(intent.report(STARTED).inRun("again"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .returns(Consequence.Instruction.REFUSED, Consequence.Directed::instruction)
                .returns("again", Consequence.Directed::run);
    }

    @Test
    void a_copy_gets_no_go_ahead_by_saying_that_it_still_runs() {
        var intent = shell.submit(ONCE).begun();
        var before = intent.state();

        intent.given(intent.report(RUNNING).inRun("copy"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"NOT_STARTED", "FAILED", "FAILED_RETRYABLE"})
    void a_copy_cannot_deny_what_another_execution_has_begun(ReportStatus denial) {
        var intent = shell.submit(ONCE).begun();
        var before = intent.state();

        intent.given(intent.report(denial).inRun("copy"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
        intent.reported(SUCCEEDED);
        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"SUCCEEDED", "UNKNOWN"})
    void an_effect_counts_whoever_tells_of_it(ReportStatus status) {
        var intent = shell.submit(ONCE).begun();

        intent.given(intent.report(status).inRun("copy"));

        assertThat(intent.name()).isEqualTo(status.name());
    }

    @Test
    void a_failure_without_a_run_is_that_of_the_execution_that_began() {
        var intent = shell.submit(ONCE).begun();

        intent.given(intent.report(FAILED).inRun(null));

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void of_what_may_be_repeated_any_execution_may_tell_the_end() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.given(intent.report(FAILED).inRun("another"));

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void who_began_what_must_not_happen_twice_may_still_say_that_it_made_no_call() {
        var intent = shell.submit(ONCE).begun();

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(intent.dossier().begun()).isZero();
        assertThat(intent.letters()).isEmpty();
        intent.retried();
        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(2);
    }

    @Test
    void not_started_without_a_run_does_not_count_once_a_started_counted() {
        var intent = shell.submit(ONCE).begun();
        var before = intent.state();

        intent.given(intent.report(NOT_STARTED).inRun(null));

        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void what_a_copy_says_it_did_not_start_is_not_begun_by_the_genuine_one_either() {
        var intent = shell.submit(ONCE);
        intent.given(intent.report(NOT_STARTED).inRun("copy"));

        intent.given(intent.report(STARTED).inRun("genuine"));

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.consequences(Consequence.Directed.class))
                .singleElement()
                .returns(Consequence.Instruction.REFUSED, Consequence.Directed::instruction)
                .returns("genuine", Consequence.Directed::run);
    }

    @Test
    void the_same_started_twice_is_one() {
        var intent = shell.submit(ONCE).begun();
        var before = intent.state();

        intent.after(LEASE).reported(STARTED);

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void a_started_without_a_run_is_taken_for_the_same_where_a_second_would_be_refused() {
        var intent = shell.submit(ONCE);
        intent.given(intent.report(STARTED).inRun(null));
        var before = intent.state();

        intent.given(intent.report(STARTED).inRun(null));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void when_a_lease_is_over_what_may_be_repeated_is_retried_and_its_hold_stays() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.waited(TimerName.LEASE);

        assertThat(shell.now()).isEqualTo(Shell.OPENING.plus(LEASE).plusSeconds(1));
        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.reasons()).containsExactly("LEASE_EXPIRED", "RETRY_SCHEDULED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 0, 0));
    }

    @Test
    void when_a_lease_is_over_nobody_knows_what_became_of_what_must_not_be_repeated() {
        var intent = shell.submit(ONCE).begun();

        intent.waited(TimerName.LEASE);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.UNKNOWN);
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.UNKNOWN);
            assertThat(letter.stage()).isEqualTo(Consequence.Stage.EXECUTION);
        });
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 0, 0));
    }

    @Test
    void a_fence_within_a_second_of_the_leases_end_is_too_early() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.after(LEASE.plusMillis(999)).fenced();

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.consequences(Consequence.Rearmed.class)).hasSize(1);
    }

    @Test
    void a_fence_for_a_lease_that_was_renewed_meanwhile_is_too_early() {
        var intent = shell.submit(REPEATABLE).begun();
        var asked = intent.timer(TimerName.LEASE);

        intent.after(Duration.ofSeconds(9)).reported(RUNNING).at(asked.due()).fenced();

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.consequences(Consequence.Rearmed.class))
                .containsExactly(new Consequence.Rearmed(intent.timer(TimerName.LEASE)));
    }

    @Test
    void success_settles_what_was_used_and_ends_it() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
        assertThat(intent.recorded())
                .hasValueSatisfying(change -> assertThat(change.actor()).isEqualTo("@executor/x1"));
        assertThat(intent.words().result()).isEqualTo("{\"done\":true}");
    }

    @Test
    void usage_above_the_hold_is_booked_at_once() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.using(SUCCEEDED, 110);

        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 110, 100, 100));
        assertThat(shell.submit(REPEATABLE.named("next")).refusal()).isEqualTo("OVER_BUDGET");
    }

    @Test
    void an_outcome_that_comes_before_its_started_still_counts() {
        var intent = shell.submit(REPEATABLE);

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.dossier().begun()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"SUCCEEDED", "FAILED", "FAILED_RETRYABLE", "NOT_STARTED"})
    void the_first_end_of_a_lease_counts_and_any_further_one_changes_nothing(ReportStatus first) {
        for (var second : List.of(SUCCEEDED, FAILED, ReportStatus.FAILED_RETRYABLE, NOT_STARTED, UNKNOWN)) {
            var intent = new Shell(LIMITED).submit(REPEATABLE).using(first, 7);
            var before = intent.state();
            var balance = intent.shell().balance("tokens");

            intent.using(second, 99);

            assertThat(intent.state()).isSameAs(before);
            assertThat(intent.latest().consequences()).isEmpty();
            assertThat(intent.shell().balance("tokens")).isEqualTo(balance);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"STARTED", "RUNNING"})
    void after_its_end_an_attempt_that_goes_on_is_refused(ReportStatus status) {
        var intent = shell.submit(REPEATABLE).begun().reported(SUCCEEDED);

        intent.given(intent.report(status).inRun("again"));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(ReportStatus.class)
    void a_report_with_a_lease_that_was_never_given_is_a_letter_and_changes_nothing(ReportStatus status) {
        var intent = shell.submit(REPEATABLE);
        var before = intent.state();

        intent.given(intent.report(status).withLease("00000000-0000-0000-0000-000000000000"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.consequences(Consequence.Strayed.class))
                .singleElement()
                .satisfies(stray -> assertThat(stray.code().name()).isEqualTo("LEASE_UNKNOWN"));
    }

    @Test
    void a_report_of_an_attempt_that_was_never_made_is_a_letter() {
        var intent = shell.submit(REPEATABLE);

        intent.given(intent.report(SUCCEEDED).ofAttempt(2));

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.consequences(Consequence.Strayed.class)).hasSize(1);
    }

    @Test
    void a_report_for_an_intent_that_is_not_known_is_a_letter() {
        var intent = shell.submit(REPEATABLE);
        var report = intent.report(SUCCEEDED).input();

        var decision = shell.decide("somebody-elses", report);

        assertThat(decision.state()).isNull();
        assertThat(decision.consequences())
                .singleElement()
                .isInstanceOfSatisfying(
                        Consequence.Strayed.class,
                        stray -> assertThat(stray.code().name()).isEqualTo("NOT_FOUND"));
    }
}
