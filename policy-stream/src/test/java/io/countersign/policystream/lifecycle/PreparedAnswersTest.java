package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.APPROVE;
import static io.countersign.policystream.lifecycle.Input.Decree.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An intent that the policy answers itself ends where it would have been handed over. */
class PreparedAnswersTest {

    private static final String RESULT = "{\"content\":\"Nine to five.\"}";
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Requests ANA = Requests.of("acme/ana");
    private static final ApprovalClause ONE = new ApprovalClause("look", List.of(), 1, Duration.ofHours(4));
    private static final HousePolicy SILENT = HousePolicy.allowingAll().limitingTokens(100, TEN_MINUTES);
    private static final HousePolicy ANSWERING = SILENT.answering("opening-hours", RESULT);

    private final Shell shell = new Shell(ANSWERING);

    @Test
    void it_succeeds_at_once_with_the_prepared_result() {
        var intent = shell.submit(ANA.costing(60));

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.words().result()).isEqualTo(RESULT);
        assertThat(intent.dossier().version()).isEqualTo(1);
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.answer().reasons())
                .containsExactly(new Reason(
                        "ANSWERED", "opening-hours", "answered as the policy has prepared it: nothing was called"));
        assertThat(intent.recorded()).hasValueSatisfying(change -> {
            assertThat(change.from()).isNull();
            assertThat(change.attempt()).isNull();
            assertThat(change.actor()).isEqualTo(Actors.BROKER);
        });
    }

    @Test
    void nothing_is_handed_over_held_counted_or_written_to_the_desk() {
        var intent = shell.submit(ANA.costing(60));

        assertThat(intent.latest().consequences())
                .hasExactlyElementsOfTypes(Consequence.Recorded.class, Consequence.Answered.class);
        assertThat(intent.recorded().orElseThrow().movements()).isEmpty();
        assertThat(shell.balances()).isEmpty();
        assertThat(intent.dossier().trace()).isNull();
        assertThat(intent.dossier().attempts()).isEmpty();
    }

    @Test
    void budgets_are_not_asked() {
        shell.under(SILENT).submit(ANA.named("1").costing(100));

        shell.under(ANSWERING);
        var overBudget = shell.submit(ANA.named("2").costing(60));
        var neverFitting = shell.submit(ANA.named("3").costing(1_000));

        assertThat(overBudget.name()).isEqualTo("SUCCEEDED");
        assertThat(neverFitting.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 100, 0, 0));
    }

    @Test
    void a_freeze_wins() {
        shell.frozenBy(new Freeze("all", null));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("FROZEN");
    }

    @Test
    void a_deadline_that_has_passed_wins() {
        var intent = shell.submit(ANA.until(Shell.OPENING));

        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.words().result()).isNull();
    }

    @Test
    void a_session_that_is_missing_wins() {
        assertThat(shell.submit(ANA.in("nobodys")).refusal()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void a_refusal_wins() {
        shell.under(ANSWERING.refusing(Code.EVALUATION_FAILED));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("EVALUATION_FAILED");
    }

    @Test
    void what_a_person_must_approve_is_answered_once_that_has_happened() {
        shell.under(ANSWERING.holding(ONE));
        var intent = shell.submit(ANA);
        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.reasons()).containsExactly("RULE", "NEEDS_APPROVAL");
        assertThat(intent.words().result()).isNull();

        intent.reviewed(APPROVE).by("rita");

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.words().result()).isEqualTo(RESULT);
        assertThat(intent.reasons()).containsExactly("RULE", "ANSWERED");
        assertThat(intent.isHandedOver()).isFalse();
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.recorded()).hasValueSatisfying(change -> {
            assertThat(change.from()).isEqualTo("HELD");
            assertThat(change.actor()).isEqualTo("rita");
        });
    }

    @Test
    void the_policy_that_stands_at_the_release_says_whether_it_is_answered() {
        shell.under(ANSWERING.holding(ONE));
        var noLonger = shell.submit(ANA.named("1"));
        shell.under(SILENT.holding(ONE));
        var newly = shell.submit(ANA.named("2"));

        noLonger.reviewed(APPROVE).by("rita");
        shell.under(ANSWERING.holding(ONE));
        newly.reviewed(APPROVE).by("rita");

        assertThat(noLonger.name()).isEqualTo("APPROVED");
        assertThat(newly.name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void what_a_rule_makes_wait_is_answered_when_the_wait_is_over() {
        shell.under(ANSWERING.deferring(TEN_MINUTES, Shell.OPENING.plus(TEN_MINUTES)));
        var intent = shell.submit(ANA);
        assertThat(intent.name()).isEqualTo("DEFERRED");

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.words().result()).isEqualTo(RESULT);
    }

    @Test
    void what_waits_for_a_budget_is_answered_by_a_policy_that_newly_can_and_lets_the_next_one_pass() {
        shell.under(SILENT).submit(ANA.named("1").costing(80));
        var first = shell.submit(ANA.named("2").costing(60).deferring());
        var next = shell.submit(ANA.named("3").costing(20).deferring());
        assertThat(next.name()).isEqualTo("DEFERRED");

        shell.under(ANSWERING);
        first.given(new Input.Woken());

        assertThat(first.name()).isEqualTo("SUCCEEDED");
        assertThat(next.name()).isEqualTo("SUCCEEDED");
        assertThat(shell.balance("tokens").held()).isEqualTo(80);
    }

    @Test
    void an_automatic_attempt_is_not_replaced() {
        var intent = shell.under(SILENT).submit(ANA).begun().reported(ReportStatus.FAILED_RETRYABLE);
        shell.under(ANSWERING);

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(2);
    }

    @Test
    void nor_is_a_hand_off_that_nobody_began() {
        var intent = shell.under(SILENT).submit(ANA).reported(ReportStatus.NOT_STARTED);
        shell.under(ANSWERING);

        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void nor_is_the_attempt_that_a_reviewer_grants() {
        var intent = shell.under(SILENT).submit(ANA).begun().reported(ReportStatus.FAILED);
        assertThat(intent.name()).isEqualTo("DEAD");
        shell.under(ANSWERING);

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().granted()).isTrue();
    }

    @Test
    void an_intent_that_a_reviewer_makes_anew_is_answered() {
        var refused = shell.under(SILENT).submit(ANA.costing(1_000));
        assertThat(refused.name()).isEqualTo("REJECTED");
        shell.under(ANSWERING);

        refused.reviewed(RETRY).named("review-7").by("rita");

        assertThat(refused.successor(IntentIds.ofReview("review-7")).name()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_repeat_is_told_the_same_and_answered_no_second_time() {
        var intent = shell.submit(ANA);

        intent.submittedAgain();

        assertThat(intent.recorded()).isEmpty();
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.answer().reasons()).extracting(Reason::code).containsExactly("ANSWERED");
    }

    @Test
    void it_is_an_end_like_any_other() {
        var intent = shell.submit(ANA);

        assertThat(intent.cancelledBy("ana").refusal()).isEqualTo("ENDED");
        assertThat(intent.given(new Input.Fenced(1, shell.now())).recorded()).isEmpty();
        assertThat(intent.waited(TimerName.FORGET).isForgotten()).isTrue();
    }

    @Test
    void no_report_fits_it() {
        var other = new Shell(SILENT).submit(ANA);
        var forged = other.report(ReportStatus.SUCCEEDED);
        var intent = shell.submit(ANA);

        intent.given(forged);

        assertThat(intent.consequences(Consequence.Strayed.class)).hasSize(1);
        assertThat(intent.recorded()).isEmpty();
    }

    @Test
    void budgets_of_requests_do_not_count_it_either() {
        shell.under(HousePolicy.allowingAll()
                .limiting(new HousePolicy.Budget("calls", Unit.REQUESTS, TEN_MINUTES, 1))
                .answering("a", "1"));

        shell.submit(ANA.named("1"));
        shell.submit(ANA.named("2"));

        assertThat(shell.balance("calls")).isEqualTo(Balance.EMPTY);
    }
}
