package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final HousePolicy LIMITED = HousePolicy.allowingAll().limitingTokens(100, HOUR);
    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Requests ONCE = REPEATABLE.doing(Actions.REFUND);
    private static final Fault FROZEN = new Fault("FROZEN", "frozen", null);

    private final Shell shell = new Shell(LIMITED);

    @Test
    void a_failure_that_may_pass_is_tried_again_with_a_new_lease_and_a_hold_of_its_own() {
        var intent = shell.submit(REPEATABLE).begun().using(FAILED_RETRYABLE, 3);
        assertThat(intent.name()).isEqualTo("RETRYING");

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.isHandedOver()).isTrue();
        assertThat(intent.attempt().number()).isEqualTo(2);
        assertThat(intent.attempt().lease(intent.request()))
                .isNotEqualTo(intent.attempt(1).lease(intent.request()));
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 3, 0));
    }

    @Test
    void from_the_first_attempt_on_it_tells_how_many_have_begun_of_how_many() {
        var intent = shell.submit(REPEATABLE);
        assertThat(attempts(intent)).isEqualTo(new Attempts(0, 3));
        assertThat(attempts(intent.begun())).isEqualTo(new Attempts(1, 3));
        intent.reported(FAILED_RETRYABLE);
        assertThat(attempts(intent)).isEqualTo(new Attempts(1, 3));
        assertThat(intent.state().dueAt())
                .contains(intent.timer(TimerName.RETRY).due());
        assertThat(attempts(intent.retried().begun())).isEqualTo(new Attempts(2, 3));
        assertThat(attempts(intent.reported(FAILED))).isEqualTo(new Attempts(2, 3));
        intent.reviewed(Input.Decree.RETRY).by("rob");
        assertThat(attempts(intent)).isEqualTo(new Attempts(2, 3));
        assertThat(attempts(intent.begun())).isEqualTo(new Attempts(3, 3));
    }

    @Test
    void what_must_not_happen_twice_has_one_attempt_and_one_more_for_each_that_a_reviewer_grants() {
        var intent = shell.submit(REPEATABLE.doing(Actions.REFUND));
        assertThat(attempts(intent)).isEqualTo(new Attempts(0, 1));
        intent.begun().reported(FAILED);
        assertThat(attempts(intent)).isEqualTo(new Attempts(1, 1));
        intent.reviewed(Input.Decree.RETRY).by("rob");
        assertThat(attempts(intent)).isEqualTo(new Attempts(1, 2));
    }

    private static Attempts attempts(Story intent) {
        return intent.recorded().map(Consequence.Recorded::attempts).orElseThrow();
    }

    @Test
    void the_content_tells_the_failure_in_the_executors_words() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_503", "try later", null));

        assertThat(intent.words().fault()).isEqualTo(new Fault("HTTP_503", "try later", null));
        assertThat(intent.words().reasons())
                .extracting(Reason::code)
                .containsExactly("EXECUTION_FAILED", "HTTP_503", "RETRY_SCHEDULED");
    }

    @Test
    void when_all_attempts_are_used_it_is_dead_and_a_letter_is_written() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);
        intent.retried().begun().reported(FAILED_RETRYABLE).retried().begun();

        intent.reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "ATTEMPTS_EXHAUSTED");
        assertThat(intent.dossier().begun()).isEqualTo(3);
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.FAILED);
            // Who cannot tell says the same of what may be repeated: nobody has denied an effect.
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.UNKNOWN);
        });
    }

    @Test
    void when_the_last_attempts_lease_is_over_it_is_dead_and_nobody_knows_its_effect() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);
        intent.retried().begun().reported(FAILED_RETRYABLE).retried().begun();

        intent.waited(TimerName.LEASE);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.UNKNOWN));
    }

    @Test
    void only_attempts_that_began_are_counted() {
        var intent = shell.submit(REPEATABLE).reported(NOT_STARTED).retried().waited(TimerName.START_BY);
        intent.retried().begun().reported(FAILED_RETRYABLE).retried().begun().reported(FAILED_RETRYABLE);

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(5);
        assertThat(intent.dossier().begun()).isEqualTo(2);
    }

    @Test
    void a_failure_for_good_is_dead_at_once() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.failing(FAILED, new Fault("NO_SUCH_ORDER", "there is no order A1", null));

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "NO_SUCH_ORDER");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.NONE));
    }

    @Test
    void what_must_not_happen_twice_is_dead_after_a_failure_that_may_pass() {
        var intent = shell.submit(ONCE).begun();

        intent.reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.NONE));
    }

    @Test
    void a_hold_without_the_truth_is_settled_in_full_when_the_next_attempt_is_approved() {
        var intent = shell.submit(REPEATABLE).begun().waited(TimerName.LEASE);

        intent.retried();

        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 10, 0));
        assertThat(intent.attempt(1).holds())
                .allSatisfy(hold -> assertThat(hold.open()).isFalse());
    }

    @Test
    void the_wait_is_a_part_of_a_growing_ceiling_and_the_same_for_the_same_intent() {
        for (int tries = 1; tries <= 8; tries++) {
            var ceiling = Actions.THREE_TIMES.ceiling(tries);
            var waits = new ArrayList<Duration>();
            for (int i = 0; i < 200; i++) {
                var wait = Backoff.after(Actions.THREE_TIMES, "intent-" + i, tries, null);
                assertThat(wait).isBetween(Duration.ZERO, ceiling);
                assertThat(Backoff.after(Actions.THREE_TIMES, "intent-" + i, tries, null))
                        .isEqualTo(wait);
                waits.add(wait);
            }
            assertThat(waits).anyMatch(wait -> wait.compareTo(ceiling.dividedBy(4)) < 0);
            assertThat(waits)
                    .anyMatch(wait -> wait.compareTo(ceiling.multipliedBy(3).dividedBy(4)) > 0);
        }
        assertThat(Actions.THREE_TIMES.ceiling(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Actions.THREE_TIMES.ceiling(3)).isEqualTo(Duration.ofSeconds(16));
        assertThat(Actions.THREE_TIMES.ceiling(1000)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void a_wait_that_the_backend_asks_for_is_honoured() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_429", "slow down", 60_000L));

        assertThat(intent.timer(TimerName.RETRY).due()).isEqualTo(Shell.OPENING.plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void a_backend_cannot_make_it_wait_for_ever_or_backwards(long retryAfterMillis) {
        var intent = shell.submit(REPEATABLE).begun();

        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_429", "slow down", retryAfterMillis));

        assertThat(intent.timer(TimerName.RETRY).due())
                .isBetween(Shell.OPENING, Shell.OPENING.plus(Duration.ofDays(30)));
    }

    @Test
    void after_ten_hand_offs_that_nobody_began_it_is_dead() {
        var intent = shell.submit(REPEATABLE);
        for (int i = 0; i < 9; i++) {
            intent.reported(NOT_STARTED).retried();
        }
        assertThat(intent.attempt().number()).isEqualTo(10);

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).contains("NEVER_STARTED");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.NONE));
        assertThat(shell.balance("tokens").used()).isZero();
    }

    @Test
    void an_attempt_that_began_starts_the_count_of_idle_hand_offs_anew() {
        var intent = shell.submit(REPEATABLE);
        for (int i = 0; i < 9; i++) {
            intent.reported(NOT_STARTED).retried();
        }
        intent.begun().reported(FAILED_RETRYABLE).retried();

        intent.reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("RETRYING");
    }

    @Test
    void after_an_hour_of_hand_offs_that_nobody_began_it_is_dead() {
        var slow = new Shell(HousePolicy.allowing(slowToStart(HOUR.minusSeconds(2))));
        var intent = slow.submit(REPEATABLE).waited(TimerName.START_BY);
        assertThat(intent.name()).isEqualTo("RETRYING");

        intent.retried().waited(TimerName.START_BY);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("NEVER_STARTED", "NEVER_STARTED");
        assertThat(slow.now()).isAfter(Shell.OPENING.plus(HOUR));
    }

    @Test
    void starts_that_come_to_no_call_are_hand_offs_that_came_to_nothing() {
        var intent = shell.submit(ONCE);
        for (int i = 0; i < 9; i++) {
            intent.begun().reported(NOT_STARTED);
            assertThat(intent.name()).isEqualTo("RETRYING");
            intent.retried();
        }

        intent.begun().reported(NOT_STARTED);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "NEVER_STARTED");
        assertThat(intent.letters())
                .singleElement()
                .returns(Consequence.SideEffect.NONE, Consequence.Lettered::sideEffect);
    }

    @Test
    void an_attempt_that_did_begin_ends_the_row_of_those_that_did_not() {
        var intent = shell.submit(REPEATABLE);
        for (int i = 0; i < 9; i++) {
            intent.waited(TimerName.START_BY).retried();
        }

        intent.begun().reported(FAILED_RETRYABLE).retried();

        assertThat(intent.dossier().idle()).isZero();
        intent.waited(TimerName.START_BY);
        assertThat(intent.name()).isEqualTo("RETRYING");
    }

    @Test
    void hand_offs_that_nobody_began_because_of_a_freeze_are_not_counted() {
        var intent = shell.submit(REPEATABLE);

        for (int i = 0; i < 20; i++) {
            shell.frozenBy(new Freeze("all", null));
            intent.failing(NOT_STARTED, FROZEN);
            shell.thawed();
            intent.retried();
        }

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.dossier().idle()).isZero();
    }

    @Test
    void the_time_of_a_freeze_is_not_counted_either() {
        var intent = shell.submit(REPEATABLE).waited(TimerName.START_BY);
        shell.frozenBy(new Freeze("all", null));
        intent.retried().after(Duration.ofHours(5));
        shell.thawed();
        intent.due(TimerName.RETRY);

        intent.waited(TimerName.START_BY);

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.dossier().idle()).isEqualTo(2);
    }

    @Test
    void the_time_of_a_hand_off_that_a_freeze_stopped_is_not_counted_either() {
        var slow = new Shell(HousePolicy.allowing(slowToStart(Duration.ofMinutes(25))));
        var intent = slow.submit(REPEATABLE).waited(TimerName.START_BY).retried();
        slow.frozenBy(new Freeze("all", null));
        intent.waited(TimerName.START_BY);
        slow.thawed();

        intent.retried().waited(TimerName.START_BY);

        assertThat(slow.now()).isAfter(Shell.OPENING.plus(HOUR));
        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.dossier().idle()).isEqualTo(2);
    }

    @Test
    void an_executor_that_speaks_of_a_freeze_that_there_is_not_cannot_do_so_for_ever() {
        var intent = shell.submit(REPEATABLE);
        for (int i = 0; i < 9; i++) {
            intent.failing(NOT_STARTED, FROZEN).retried();
        }

        intent.failing(NOT_STARTED, FROZEN);

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void during_a_freeze_it_waits_and_its_timer_stays_due() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);
        var before = intent.state();
        shell.frozenBy(new Freeze("action/orders.read", null));

        intent.retried();

        assertThat(intent.state()).isSameAs(before);
        assertThat(shell.thawed()).isSameAs(shell);
        assertThat(intent.due(TimerName.RETRY).name()).isEqualTo("APPROVED");
    }

    @Test
    void automatic_attempts_are_not_asked_by_rules() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);
        shell.under(LIMITED.refusing(Code.NOT_GRANTED)
                .holding(new ApprovalClause("big", List.of(), 1, HOUR))
                .deferring(HOUR));

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void an_automatic_attempt_of_what_left_the_catalogue_is_dead() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);
        shell.under(HousePolicy.allowing(Actions.notIdempotent()));

        intent.retried();

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("UNKNOWN_ACTION");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void an_automatic_attempt_that_no_longer_fits_waits_for_the_window_and_keeps_retrying() {
        var intent = shell.submit(REPEATABLE.costing(60)).begun().reported(FAILED_RETRYABLE);

        intent.retried();

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.reasons()).containsExactly("OVER_BUDGET", "WAITS");
        assertThat(intent.timer(TimerName.RETRY).due()).isEqualTo(Shell.OPENING.plus(HOUR));
        assertThat(intent.retried().name()).isEqualTo("APPROVED");
    }

    @Test
    void an_automatic_attempt_goes_before_those_who_wait_in_line() {
        var intent = shell.submit(REPEATABLE.costing(60)).begun().using(FAILED_RETRYABLE, 20);
        var waiting = shell.submit(REPEATABLE.named("2").costing(90).deferring());

        intent.retried();

        assertThat(waiting.name()).isEqualTo("DEFERRED");
        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void an_automatic_attempt_that_no_window_could_hold_any_more_is_dead() {
        var intent = shell.submit(REPEATABLE.costing(60)).begun().reported(FAILED_RETRYABLE);
        shell.under(HousePolicy.allowingAll().limitingTokens(50, HOUR));

        intent.retried();

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("OVER_BUDGET");
    }

    @Test
    void after_thirty_days_of_waiting_it_is_dead() {
        var intent = shell.submit(REPEATABLE).begun().reported(FAILED_RETRYABLE);

        intent.waited(TimerName.GIVE_UP);

        assertThat(shell.now()).isEqualTo(Shell.OPENING.plus(Duration.ofDays(30)));
        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void past_its_deadline_nothing_is_tried_again_and_it_expires() {
        var deadline = Shell.OPENING.plusSeconds(60);
        var intent = shell.submit(REPEATABLE.until(deadline)).begun();
        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_429", "slow down", 60_000L));

        intent.retried();
        assertThat(intent.name()).isEqualTo("RETRYING");
        intent.waited(TimerName.DEADLINE);

        assertThat(shell.now()).isEqualTo(deadline.plusSeconds(1));
        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly("DEADLINE_PASSED");
    }

    @Test
    void what_runs_past_its_deadline_may_finish_but_is_not_tried_again() {
        var deadline = Shell.OPENING.plusSeconds(3);
        var first = shell.submit(REPEATABLE.until(deadline)).begun();
        var second = shell.submit(REPEATABLE.named("2").until(deadline)).begun();

        shell.at(deadline.plusSeconds(5));

        assertThat(first.reported(SUCCEEDED).name()).isEqualTo("SUCCEEDED");
        assertThat(second.reported(FAILED_RETRYABLE).due(TimerName.DEADLINE).name())
                .isEqualTo("EXPIRED");
    }

    @Test
    void what_never_began_by_its_deadline_expires() {
        var intent = shell.submit(REPEATABLE.until(Shell.OPENING.plusSeconds(3)));

        intent.waited(TimerName.START_BY);

        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(shell.balance("tokens").used()).isZero();
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void a_new_window_is_charged_for_an_attempt_that_is_approved_in_it() {
        var intent = shell.submit(REPEATABLE).begun();
        intent.failing(FAILED_RETRYABLE, new Fault("HTTP_429", "slow down", HOUR.toMillis()));

        intent.retried().begun().using(SUCCEEDED, 4);

        assertThat(shell.balances().values()).containsExactly(new Balance(100, 0, 10, 0), new Balance(100, 0, 4, 0));
    }

    @Test
    void what_an_executor_says_of_a_failure_is_a_reason_on_one_line_and_the_error_as_it_was_said() {
        var intent = shell.submit(ONCE).begun();
        var fault = new Fault("HTTP_400", "no\u202Esuch\norder", null);

        intent.failing(FAILED, fault);

        assertThat(intent.words().reasons()).contains(new Reason("HTTP_400", null, "no\uFFFDsuch order"));
        assertThat(intent.words().fault()).isEqualTo(fault);
    }

    @Test
    void a_failure_of_which_nothing_readable_is_said_is_explained_all_the_same() {
        var intent = shell.submit(ONCE).begun();

        intent.failing(FAILED, new Fault("HTTP_400", "\n\n", null));

        assertThat(intent.words().reasons())
                .filteredOn(reason -> reason.code().equals("HTTP_400"))
                .singleElement()
                .satisfies(reason -> assertThat(reason.message()).isNotBlank());
    }

    private static Action slowToStart(Duration executeWithin) {
        var action = Actions.idempotent();
        return new Action(
                action.name(),
                action.title(),
                action.effect(),
                action.labels(),
                action.parametersSchema(),
                true,
                action.timeout(),
                executeWithin,
                action.retry(),
                action.executor(),
                action.cache(),
                action.reconcile());
    }
}
