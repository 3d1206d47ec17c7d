package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where nobody knows what became of an attempt, its executor is asked, and then a person. */
class ReconcilingTest {

    private static final Duration SPAN = Duration.ofSeconds(20);
    private static final HousePolicy TELLING = HousePolicy.allowing(
                    Actions.reconciled(Actions.idempotent(), SPAN), Actions.reconciled(Actions.notIdempotent(), SPAN))
            .limitingTokens(100, Duration.ofHours(1));
    private static final HousePolicy SILENT = HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(1));
    private static final Requests ONCE = Requests.of("acme/ana").costing(10).doing(Actions.REFUND);
    private static final Fault FAULT = new Fault("HTTP_503", "try later", null);

    private final Shell shell = new Shell(TELLING);

    @Test
    void a_lease_that_ran_out_has_its_executor_asked_instead_of_a_person() {
        var intent = shell.submit(ONCE).begun().waited(TimerName.LEASE);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.consequences(Consequence.Directed.class))
                .containsExactly(Consequence.Directed.toAll(intent.dossier(), 1, Consequence.Instruction.PROBE));
        assertThat(intent.letters()).isEmpty();
        assertThat(intent.reasons()).containsExactly("LEASE_EXPIRED", "PROBED");
        assertThat(intent.words().reasons().getLast().message())
                .isEqualTo("its executor is asked what became of attempt 1, until "
                        + shell.now().plus(SPAN));
    }

    @Test
    void an_executor_that_cannot_tell_is_asked_too() {
        var intent = shell.submit(ONCE).begun().failing(UNKNOWN, FAULT);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.PROBE);
        assertThat(intent.letters()).isEmpty();
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "HTTP_503", "PROBED");
        assertThat(intent.words().fault()).isEqualTo(FAULT);
    }

    @Test
    void what_may_be_repeated_is_repeated_when_its_lease_runs_out_and_asked_about_when_its_executor_cannot_tell() {
        var repeated = shell.submit(Requests.of("acme/ana")).begun().waited(TimerName.LEASE);
        var doubtful =
                shell.submit(Requests.of("acme/ana").named("doubtful")).begun().reported(UNKNOWN);

        assertThat(repeated.name()).isEqualTo("RETRYING");
        assertThat(repeated.instructions()).isEmpty();
        assertThat(doubtful.name()).isEqualTo("UNKNOWN");
        assertThat(doubtful.instructions()).containsExactly(Consequence.Instruction.PROBE);
    }

    @Test
    void it_is_asked_after_1_2_4_and_8_seconds_until_the_time_is_over_and_then_a_person() {
        var intent = unknown();
        var since = shell.now();
        var asked = new ArrayList<Instant>();

        while (intent.letters().isEmpty()) {
            intent.waited(TimerName.PROBE);
            if (intent.instructions().contains(Consequence.Instruction.PROBE)) {
                asked.add(shell.now());
                assertThat(intent.reasons()).containsExactly("PROBED");
            }
        }

        assertThat(asked)
                .containsExactly(
                        since.plusSeconds(1), since.plusSeconds(3), since.plusSeconds(7), since.plusSeconds(15));
        assertThat(shell.now()).isEqualTo(since.plus(SPAN));
        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.letters().getFirst().category()).isEqualTo(Consequence.Category.UNKNOWN);
        assertThat(intent.letters().getFirst().reasons())
                .extracting(Reason::code, Reason::message)
                .contains(
                        tuple("PROBED", "its executor was asked 5 times what became of attempt 1; it did not answer"));
        assertThat(intent.state().timers())
                .containsExactly(new Timer(TimerName.REVIEW_BY, since.plus(IntentState.PATIENCE)));
    }

    @Test
    void in_an_hour_it_is_asked_every_five_minutes_at_the_least() {
        shell.under(HousePolicy.allowing(Actions.reconciled(Actions.notIdempotent(), Duration.ofHours(1))));
        var intent = unknown();
        var longest = Duration.ZERO;
        var asked = 1;

        while (intent.letters().isEmpty()) {
            var before = shell.now();
            intent.waited(TimerName.PROBE);
            asked += intent.instructions().size();
            longest = longest.compareTo(Duration.between(before, shell.now())) >= 0
                    ? longest
                    : Duration.between(before, shell.now());
        }

        assertThat(longest).isEqualTo(Duration.ofMinutes(5));
        assertThat(asked).isEqualTo(20);
    }

    @Test
    void a_timer_that_fires_long_after_the_time_is_over_asks_a_person() {
        var intent = unknown();

        intent.after(Duration.ofHours(3)).due(TimerName.PROBE);

        assertThat(intent.letters()).hasSize(1);
        assertThat(intent.instructions()).isEmpty();
    }

    @Test
    void found_done_it_succeeds_and_its_holds_are_settled_as_used() {
        var intent = unknown();

        intent.given(answer(intent, SUCCEEDED).using(new Consumption(4, 0, 0, 0, false)));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("RECONCILED");
        assertThat(intent.words().reasons().getFirst().message())
                .isEqualTo("asked once, its executor found that attempt 1 had its effect");
        assertThat(intent.words().result()).isEqualTo("{\"done\":true}");
        assertThat(intent.attempt().end()).isEqualTo(SUCCEEDED);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
        assertThat(intent.letters()).isEmpty();
    }

    @Test
    void found_done_without_a_word_of_use_its_holds_are_settled_in_full() {
        var intent = unknown();

        intent.given(answer(intent, SUCCEEDED));

        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "FAILED_RETRYABLE"})
    void found_not_done_what_must_not_happen_twice_is_dead_and_a_person_reads_that_it_is_safe(ReportStatus status) {
        var intent = unknown().waited(TimerName.PROBE);

        intent.given(answer(intent, status).failing(FAULT).using(new Consumption(0, 0, 0, 0, false)));

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.letters())
                .extracting(Consequence.Lettered::category, Consequence.Lettered::sideEffect)
                .containsExactly(tuple(Consequence.Category.FAILED, Consequence.SideEffect.NONE));
        assertThat(intent.letters().getFirst().reasons().getFirst())
                .isEqualTo(new Reason(
                        "RECONCILED", null, "asked 2 times, its executor found that attempt 1 had no effect"));
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 0, 0));
    }

    @Test
    void found_not_done_what_may_be_repeated_is_tried_again() {
        var intent = shell.submit(Requests.of("acme/ana").costing(10)).begun().reported(UNKNOWN);

        intent.given(answer(intent, FAILED_RETRYABLE));

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.reasons()).containsExactly("RECONCILED", "EXECUTION_FAILED", "RETRY_SCHEDULED");
    }

    @Test
    void found_not_done_what_somebody_has_cancelled_is_cancelled() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana").waited(TimerName.LEASE);

        intent.given(answer(intent, FAILED));

        assertThat(intent.name()).isEqualTo("CANCELLED");
    }

    @Test
    void an_executor_that_still_cannot_tell_is_asked_again_and_the_person_reads_what_it_said() {
        var intent = unknown();
        var due = intent.timer(TimerName.PROBE);

        intent.given(answer(intent, UNKNOWN).failing(FAULT));

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.reasons()).containsExactly("STILL_UNKNOWN");
        assertThat(intent.timer(TimerName.PROBE)).isEqualTo(due);
        assertThat(intent.letters()).isEmpty();

        intent.at(Shell.OPENING.plusSeconds(100)).due(TimerName.PROBE);

        assertThat(intent.letters().getFirst().reasons().getLast().message())
                .isEqualTo("its executor was asked once what became of attempt 1; it cannot tell: HTTP_503, try later");
        assertThat(intent.words().fault()).isEqualTo(FAULT);
    }

    @Test
    void answers_that_tell_nothing_are_noted_once_for_each_time_that_it_was_asked() {
        var intent = unknown();
        var noted = intent.given(answer(intent, UNKNOWN)).state();

        intent.given(answer(intent, UNKNOWN));

        assertThat(intent.state()).isEqualTo(noted);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTED", "RUNNING", "NOT_STARTED"})
    void whatever_is_no_answer_changes_nothing(ReportStatus status) {
        var intent = unknown();
        var before = intent.state();

        intent.given(answer(intent, status));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ReportStatus.class)
    void who_was_not_asked_answers_nothing(ReportStatus status) {
        var approved = shell.submit(ONCE);
        var running = shell.submit(ONCE.named("running")).begun();
        shell.under(SILENT);
        var unknown = shell.submit(ONCE.named("unknown")).begun().waited(TimerName.LEASE);
        shell.under(TELLING);

        for (var intent : List.of(approved, running, unknown)) {
            var before = intent.state();

            intent.given(answer(intent, status));

            assertThat(intent.state()).isSameAs(before);
            assertThat(intent.latest().consequences()).isEmpty();
        }
    }

    @Test
    void an_answer_with_a_capability_that_was_never_given_is_a_stray() {
        var intent = unknown();
        var before = intent.state();

        intent.given(intent.report(SUCCEEDED).withLease("00000000-0000-0000-0000-000000000000"));

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.consequences(Consequence.Strayed.class)).hasSize(1);
    }

    @Test
    void an_answer_counts_once() {
        var intent = unknown();
        var answer = answer(intent, SUCCEEDED);
        var ended = intent.given(answer).state();

        intent.given(answer);

        assertThat(intent.state()).isSameAs(ended);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void an_answer_counts_as_long_as_nobody_knows_also_when_a_person_has_the_letter() {
        var intent = unknown().after(Duration.ofHours(3)).due(TimerName.PROBE);

        intent.given(answer(intent, SUCCEEDED));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void the_truth_of_the_attempt_itself_counts_meanwhile() {
        var intent = unknown();

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("SUCCEEDED");
    }

    @Test
    void an_attempt_that_reports_late_that_it_cannot_tell_neither_asks_anew_nor_ends_the_asking() {
        var intent = unknown();
        var due = intent.timer(TimerName.PROBE);

        intent.failing(UNKNOWN, FAULT);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "HTTP_503", "PROBED");
        assertThat(intent.instructions()).isEmpty();
        assertThat(intent.letters()).isEmpty();
        assertThat(intent.timer(TimerName.PROBE)).isEqualTo(due);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "FAILED_RETRYABLE", "UNKNOWN"})
    void an_answer_about_an_attempt_that_a_reviewers_attempt_has_followed_changes_nothing(ReportStatus status) {
        var intent = unknown();
        intent.reviewed(Input.Decree.RETRY).by("rob");
        var before = intent.state();

        intent.given(answer(intent, status, 1));

        assertThat(before.name()).isEqualTo("APPROVED");
        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void a_reviewers_attempt_is_asked_about_under_a_capability_of_its_own() {
        var intent = unknown();
        intent.reviewed(Input.Decree.RETRY).by("rob").begun().waited(TimerName.LEASE);

        assertThat(intent.consequences(Consequence.Directed.class))
                .extracting(Consequence.Directed::attempt)
                .containsExactly(2);
        assertThat(intent.given(answer(intent, SUCCEEDED, 1)).name()).isEqualTo("UNKNOWN");
        assertThat(intent.given(answer(intent, SUCCEEDED, 2)).name()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCARD", "CONFIRM"})
    void a_person_who_knows_need_not_wait_and_ends_the_asking(Input.Decree decree) {
        var intent = unknown();

        intent.reviewed(decree).by("rob");

        assertThat(intent.state()).isInstanceOf(IntentState.Ended.class);
        assertThat(intent.state().timers()).extracting(Timer::name).containsExactly(TimerName.FORGET);
    }

    @Test
    void nobody_can_cancel_it_while_it_is_asked_about() {
        var intent = unknown();

        intent.cancelledBy("ana");

        assertThat(intent.refusal()).isEqualTo("ENDED");
        assertThat(intent.name()).isEqualTo("UNKNOWN");
    }

    @Test
    void a_freeze_stops_what_acts_and_not_what_asks() {
        var intent = shell.submit(ONCE).begun();
        shell.frozenBy(new Freeze("all", null));

        intent.waited(TimerName.LEASE);
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.PROBE);
        intent.waited(TimerName.PROBE);
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.PROBE);

        assertThat(intent.given(answer(intent, SUCCEEDED)).name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_policy_that_says_no_longer_that_it_can_tell_leaves_it_to_a_person_at_the_next_time() {
        var intent = unknown();
        shell.under(SILENT);

        intent.given(answer(intent, SUCCEEDED));
        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.latest().consequences()).isEmpty();

        intent.waited(TimerName.PROBE);
        assertThat(intent.instructions()).isEmpty();
        assertThat(intent.letters()).hasSize(1);
        assertThat(intent.letters().getFirst().reasons().getLast().message())
                .endsWith("the policy says no longer that it can tell");
    }

    @Test
    void a_policy_that_newly_says_that_it_can_tell_does_not_take_the_letter_back() {
        shell.under(SILENT);
        var intent = unknown();
        assertThat(intent.letters()).hasSize(1);

        shell.under(TELLING);

        assertThat(intent.state().timers()).extracting(Timer::name).containsExactly(TimerName.REVIEW_BY);
    }

    @Test
    void an_earlier_attempt_in_doubt_is_a_persons_whom_nobody_asks_twice() {
        var intent = unknown();
        intent.reviewed(Input.Decree.RETRY).by("rob");
        intent.given(intent.report(UNKNOWN, 1));

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.instructions()).isEmpty();
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void an_effect_that_is_found_after_an_earlier_attempts_success_may_be_that_one() {
        var intent = unknown();
        intent.reviewed(Input.Decree.RETRY).by("rob").begun();
        intent.given(intent.report(SUCCEEDED, 1)).waited(TimerName.LEASE);

        intent.given(answer(intent, SUCCEEDED));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.letters().getFirst().reasons())
                .extracting(Reason::code, Reason::message)
                .containsExactly(tuple(
                        "EFFECT_TWICE",
                        "two attempts may have had their effect: what is found is found by the key of both"));
    }

    @Test
    void an_attempt_that_had_its_effect_after_all_tells_it_to_the_person_who_believes_otherwise() {
        var intent = unknown();
        intent.given(answer(intent, FAILED).using(new Consumption(0, 0, 0, 0, false)));
        assertThat(intent.letters().getFirst().sideEffect()).isEqualTo(Consequence.SideEffect.NONE);

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");
        assertThat(intent.letters())
                .extracting(Consequence.Lettered::category, Consequence.Lettered::sideEffect)
                .containsExactly(tuple(Consequence.Category.FAILED, Consequence.SideEffect.CONFIRMED));
        assertThat(shell.balance("tokens").settled()).isEqualTo(4);
    }

    @Test
    void an_effect_that_was_denied_and_happened_after_all_counts_when_another_attempt_has_its_own() {
        var intent = unknown();
        intent.given(answer(intent, FAILED));
        intent.reviewed(Input.Decree.RETRY).by("rob").begun();

        intent.given(intent.report(SUCCEEDED, 1));
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.CANCEL);
        intent.reported(SUCCEEDED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.letters().getFirst().reasons())
                .extracting(Reason::code)
                .containsExactly("EFFECT_TWICE");
    }

    @Test
    void what_may_be_repeated_and_had_its_effect_after_all_is_not_repeated() {
        var intent = shell.submit(Requests.of("acme/ana").costing(10)).begun().reported(UNKNOWN);
        intent.given(answer(intent, FAILED_RETRYABLE)).reported(SUCCEEDED);
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");

        intent.retried();

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.isHandedOver()).isFalse();
    }

    @Test
    void what_the_attempt_itself_says_that_it_used_corrects_what_was_booked_in_silence() {
        var intent = unknown();
        intent.given(answer(intent, SUCCEEDED));
        assertThat(shell.balance("tokens").settled()).isEqualTo(10);

        intent.using(SUCCEEDED, 4);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");
        assertThat(intent.letters()).isEmpty();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void the_end_that_an_attempt_tells_itself_counts_once() {
        var intent = unknown();
        intent.given(answer(intent, FAILED)).using(SUCCEEDED, 4);
        var before = intent.state();

        for (var status : List.of(SUCCEEDED, FAILED, UNKNOWN)) {
            intent.using(status, 7);

            assertThat(intent.state()).isSameAs(before);
            assertThat(intent.latest().consequences()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "FAILED_RETRYABLE", "UNKNOWN"})
    void an_effect_that_was_found_has_happened_whatever_the_attempt_says_and_what_it_used_is_booked(
            ReportStatus status) {
        var intent = unknown();
        intent.given(answer(intent, SUCCEEDED));

        intent.using(status, 4);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.attempt().end()).isEqualTo(SUCCEEDED);
        assertThat(intent.reasons()).containsExactly("LATE_OUTCOME");
        assertThat(shell.balance("tokens").settled()).isEqualTo(4);
    }

    @Test
    void who_cannot_tell_and_names_no_use_says_nothing_after_something_was_found() {
        var intent = unknown();
        var ended = intent.given(answer(intent, FAILED)).state();

        intent.reported(UNKNOWN);
        assertThat(intent.state()).isSameAs(ended);
        intent.using(UNKNOWN, 4).using(UNKNOWN, 4);
        assertThat(intent.latest().consequences()).isEmpty();

        intent.reported(SUCCEEDED);
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void who_was_found_to_have_ended_cannot_begin_or_deny_that_it_began() {
        var intent = unknown();
        var ended = intent.given(answer(intent, FAILED)).state();

        intent.begun();
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
        intent.reported(NOT_STARTED);
        assertThat(intent.latest().consequences()).isEmpty();

        assertThat(intent.state()).isSameAs(ended);
    }

    /** An intent whose one attempt went silent. */
    private Story unknown() {
        return shell.submit(ONCE).begun().waited(TimerName.LEASE);
    }

    private static Story.Report answer(Story intent, ReportStatus status) {
        return answer(intent, status, intent.attempt().number());
    }

    private static Story.Report answer(Story intent, ReportStatus status, int attempt) {
        return intent.report(status, attempt).withLease(intent.attempt(attempt).probe(intent.request()));
    }
}
