package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.policy.FailSafe;
import io.countersign.policystream.policy.PreparedAnswer;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no executor could answer is answered as the policy has prepared it for a failure, instead of lying at the desk. */
class FailSafeAnswersTest {

    private static final String RESULT = "{\"content\":\"Please try again later.\"}";
    private static final Requests ANA = Requests.of("acme/ana").costing(40);
    private static final HousePolicy PLAIN = HousePolicy.allowingAll().limitingTokens(1_000, Duration.ofDays(1));
    private static final HousePolicy SAFE =
            PLAIN.failingSafe(new FailSafe(new PreparedAnswer("sorry", RESULT), List.of()));
    private static final Reason STANDS_IN =
            new Reason("FALLBACK_ANSWER", "sorry", "answered as the policy has prepared it for a failure");

    private final Shell shell = new Shell(SAFE);

    @Test
    void what_failed_for_good_succeeds_with_it_and_the_failure_is_told() {
        var intent = shell.submit(ANA).begun();

        intent.failing(FAILED, new Fault("HTTP_400", "no such report", null));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.words().result()).isEqualTo(RESULT);
        assertThat(intent.words().fault()).isNull();
        var event = intent.recorded().orElseThrow();
        assertThat(event.fallback()).isTrue();
        assertThat(event.cached()).isFalse();
        assertThat(event.chunks()).isNull();
        assertThat(event.reasons())
                .extracting(Reason::code)
                .containsExactly("EXECUTION_FAILED", "HTTP_400", "FALLBACK_ANSWER");
        assertThat(event.reasons()).last().isEqualTo(STANDS_IN);
        assertThat(intent.letters()).isEmpty();
    }

    @Test
    void attempts_that_are_left_are_tried_first() {
        var intent = shell.submit(ANA);
        for (int i = 1; i < 3; i++) {
            intent.begun().reported(FAILED_RETRYABLE);
            assertThat(intent.name()).isEqualTo("RETRYING");
            intent.retried();
        }

        intent.begun().reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "ATTEMPTS_EXHAUSTED", "FALLBACK_ANSWER");
    }

    @Test
    void what_the_attempt_used_stays_booked_and_what_it_did_not_returns() {
        var intent = shell.submit(ANA).begun();

        intent.given(intent.report(FAILED).using(new Consumption(7, 0, 0, 0, false)));

        assertThat(shell.balance("tokens")).isEqualTo(new Balance(1_000, 0, 7, 0));
        assertThat(intent.recorded().orElseThrow().used()).isEqualTo(new Consumption(7, 0, 0, 0, false));
    }

    @Test
    void a_silent_executor_s_hold_is_settled_in_full_and_its_late_truth_corrects_it() {
        var intent = shell.submit(ANA);
        for (int i = 1; i <= 3; i++) {
            intent.begun().waited(TimerName.LEASE);
            if (i < 3) {
                intent.retried();
            }
        }
        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(1_000, 0, 120, 0));

        intent.given(intent.report(SUCCEEDED).using(new Consumption(5, 0, 0, 0, false)));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.letters()).isEmpty();
        assertThat(intent.recorded().orElseThrow().reasons())
                .extracting(Reason::code)
                .containsExactly("LATE_OUTCOME");
        assertThat(intent.recorded().orElseThrow().words()).isNull();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(1_000, 0, 85, 0));
    }

    @Test
    void what_nobody_can_tell_the_end_of_is_left_to_people() {
        var intent = shell.submit(ANA).begun().reported(UNKNOWN);

        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void who_cancelled_it_wants_no_answer() {
        var intent = shell.submit(ANA).begun().cancelledBy("ana");

        assertThat(intent.reported(FAILED).name()).isEqualTo("CANCELLED");
    }

    @Test
    void a_policy_that_cannot_tell_leaves_it_to_people_and_says_why() {
        var failed = new Reason("EVALUATION_FAILED", "sorry", "whether it matches could not be evaluated");
        shell.under(PLAIN.failingSafe(new FailSafe(null, List.of(failed))));

        var intent = shell.submit(ANA).begun().reported(FAILED);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("EXECUTION_FAILED", "EVALUATION_FAILED");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void the_policy_in_force_when_it_fails_says_what_stands_in() {
        shell.under(PLAIN);
        var dead = shell.submit(ANA.named("1")).begun().reported(FAILED);
        var late = shell.submit(ANA.named("2")).begun();
        shell.under(SAFE);

        assertThat(dead.name()).isEqualTo("DEAD");
        assertThat(late.reported(FAILED).name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void the_attempt_that_a_reviewer_grants_may_end_so_too() {
        shell.under(PLAIN);
        var intent = shell.submit(ANA).begun().reported(FAILED);
        shell.under(SAFE);

        intent.reviewed(Input.Decree.RETRY).by("rita");
        intent.begun().reported(FAILED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void what_a_reviewer_ends_is_not_answered() {
        shell.under(PLAIN);
        var intent = shell.submit(ANA).begun().reported(FAILED);
        shell.under(SAFE);

        intent.reviewed(Input.Decree.DISCARD).by("rita");

        assertThat(intent.name()).isEqualTo("DISCARDED");
    }

    @Test
    void what_no_executor_began_is_answered_once_nobody_waits_for_one_any_more() {
        var intent = shell.submit(ANA);
        for (int i = 1; i < 10; i++) {
            intent.reported(ReportStatus.NOT_STARTED);
            assertThat(intent.name()).isEqualTo("RETRYING");
            intent.retried();
        }

        intent.reported(ReportStatus.NOT_STARTED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsSubsequence("NEVER_STARTED", "FALLBACK_ANSWER");
        assertThat(shell.balance("tokens").used()).isZero();
    }

    @Test
    void an_earlier_attempt_s_late_success_counts_more() {
        var intent = shell.submit(ANA).begun().waited(TimerName.LEASE).retried().begun();
        intent.given(intent.report(SUCCEEDED, 1));

        intent.reported(FAILED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("SUCCEEDED");
        assertThat(intent.recorded().orElseThrow().fallback()).isFalse();
    }
}
