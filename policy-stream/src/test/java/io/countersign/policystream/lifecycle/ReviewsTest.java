package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.APPROVE;
import static io.countersign.policystream.lifecycle.Input.Decree.CONFIRM;
import static io.countersign.policystream.lifecycle.Input.Decree.DISCARD;
import static io.countersign.policystream.lifecycle.Input.Decree.REJECT;
import static io.countersign.policystream.lifecycle.Input.Decree.RETRY;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.NOT_STARTED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static io.countersign.policystream.lifecycle.ReportStatus.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reviewers decide about what is dead, unknown or ended. */
class ReviewsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final HousePolicy LIMITED = HousePolicy.allowingAll().limitingTokens(100, HOUR);
    private static final ApprovalClause FINANCE = new ApprovalClause("big", List.of("finance"), 1, HOUR);
    private static final ApprovalClause TWO_OF_FINANCE = new ApprovalClause("big", List.of("finance"), 2, HOUR);
    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Requests ONCE = REPEATABLE.doing(Actions.REFUND);

    private final Shell shell = new Shell(LIMITED);

    @Test
    void a_retry_of_what_is_dead_is_the_same_intents_next_attempt() {
        var intent = dead();

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.attempt().number()).isEqualTo(2);
        assertThat(intent.recorded())
                .hasValueSatisfying(change -> assertThat(change.actor()).isEqualTo("rita"));
    }

    @Test
    void a_retry_of_what_is_unknown_is_the_next_attempt_and_settles_the_first_in_full() {
        var intent = unknown();

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 10, 10, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportStatus.class,
            names = {"FAILED_RETRYABLE", "NOT_STARTED"})
    void a_retry_grants_one_attempt(ReportStatus status) {
        var intent = dead().reviewed(RETRY).by("rita");

        intent.reported(status);

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void a_retry_grants_one_attempt_also_if_it_waited_for_votes() {
        var intent = dead();
        shell.under(LIMITED.holding(FINANCE));
        intent.reviewed(RETRY).by("rita").reviewed(APPROVE).by("fred", "finance");

        intent.begun().reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void a_retry_grants_one_attempt_also_if_it_waited_for_a_rule() {
        var intent = dead();
        shell.under(LIMITED.deferring(HOUR, Shell.OPENING.plusSeconds(1)));
        intent.reviewed(RETRY).by("rita").waited(TimerName.OPENS);

        intent.begun().reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void a_retry_grants_one_attempt_also_if_a_freeze_came_between() {
        var intent = dead().reviewed(RETRY).by("rita");
        shell.frozenBy(new Freeze("all", null));
        intent.reported(NOT_STARTED);
        assertThat(intent.name()).isEqualTo("RETRYING");
        shell.thawed();

        intent.retried().begun().reported(FAILED_RETRYABLE);

        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void a_retry_is_judged_in_full_and_may_be_refused() {
        var intent = dead();
        var before = intent.state();
        shell.under(LIMITED.refusing(Code.NOT_GRANTED));

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.refusal()).isEqualTo("NOT_GRANTED");
        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void a_retry_does_not_get_round_the_budget() {
        var intent = unknown();
        var before = intent.state();
        shell.submit(REPEATABLE.named("other").costing(85));

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(intent.state()).isSameAs(before);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 95, 0, 0));
    }

    @Test
    void a_retry_is_the_vote_of_the_reviewer() {
        var intent = dead();
        shell.under(LIMITED.holding(FINANCE));

        intent.reviewed(RETRY).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_retry_by_somebody_whose_vote_is_not_enough_waits_for_others() {
        var intent = dead();
        shell.under(LIMITED.holding(TWO_OF_FINANCE));

        intent.reviewed(RETRY).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.letters()).hasSize(1);
        assertThat(intent.reviewed(APPROVE).by("rita", "finance").refusal()).isEqualTo("ALREADY_VOTED");
        assertThat(intent.reviewed(APPROVE).by("fred", "finance").name()).isEqualTo("APPROVED");
    }

    @Test
    void an_approval_is_used_up_by_the_hand_off_that_followed_it() {
        shell.under(LIMITED.holding(FINANCE));
        var intent = shell.submit(ONCE)
                .reviewed(APPROVE)
                .by("fred", "finance")
                .begun()
                .reported(FAILED);

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.name()).isEqualTo("HELD");
    }

    @Test
    void a_reviewer_who_retries_has_decided_about_the_first_attempt() {
        var intent = unknown();
        shell.under(LIMITED.holding(FINANCE));

        intent.reviewed(RETRY).by("rita");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.UNKNOWN));
    }

    @Test
    void a_retry_forgets_a_cancellation_that_did_not_reach_the_attempt_before() {
        var intent = shell.submit(ONCE).begun().cancelledBy("ana").reported(UNKNOWN);

        intent.reviewed(RETRY).by("rita").begun();

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.RENEWED);
        assertThat(intent.reported(FAILED).name()).isEqualTo("DEAD");
    }

    @Test
    void during_a_freeze_nothing_is_retried() {
        var intent = dead();
        var ended = shell.submit(REPEATABLE.named("other")).begun().reported(SUCCEEDED);
        shell.frozenBy(new Freeze("all", null));

        assertThat(intent.reviewed(RETRY).by("rita").refusal()).isEqualTo("FROZEN");
        assertThat(ended.reviewed(RETRY).by("rita").refusal()).isEqualTo("FROZEN");
        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @Test
    void past_its_deadline_nothing_is_retried() {
        var deadline = Shell.OPENING.plusSeconds(60);
        var intent = shell.submit(REPEATABLE.until(deadline)).begun().reported(FAILED);

        intent.at(deadline).reviewed(RETRY).by("rita");

        assertThat(intent.refusal()).isEqualTo("DEADLINE_PASSED");
        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"RETRY", "DISCARD"})
    void of_two_reviewers_one_is_first_and_the_other_is_told(Input.Decree decree) {
        var intent = dead();
        long seen = intent.dossier().version();
        intent.reviewed(RETRY).by("rita");
        intent.begun().reported(FAILED);

        intent.reviewed(decree).seeing(seen).by("rob");

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.refusal()).isEqualTo("STALE");
    }

    @Test
    void what_goes_on_by_itself_offers_nothing_to_decide() {
        var approved = shell.submit(REPEATABLE.named("1"));
        var running = shell.submit(REPEATABLE.named("2")).begun();
        var retrying = shell.submit(REPEATABLE.named("3")).begun().reported(FAILED_RETRYABLE);
        shell.under(LIMITED.deferring(HOUR));
        var deferred = shell.submit(REPEATABLE.named("4"));

        for (var intent : List.of(approved, running, retrying, deferred)) {
            for (var decree : Input.Decree.values()) {
                assertThat(intent.reviewed(decree).saying(null).by("rita").refusal())
                        .isEqualTo("NOT_OFFERED");
                assertThat(intent.recorded()).isEmpty();
            }
        }
    }

    @Test
    void who_decides_about_what_was_held_and_goes_on_by_now_reads_an_old_version() {
        shell.under(LIMITED.holding(FINANCE));
        var intent = shell.submit(ONCE);
        long seen = intent.dossier().version();
        intent.reviewed(APPROVE).by("fred", "finance").begun();

        intent.reviewed(APPROVE).seeing(seen).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("RUNNING");
        assertThat(intent.refusal()).isEqualTo("STALE");
    }

    @Test
    void discarding_what_is_dead_ends_it() {
        var intent = dead();

        intent.reviewed(DISCARD).saying("no longer needed").by("rita");

        assertThat(intent.name()).isEqualTo("DISCARDED");
        assertThat(intent.dossier().reasons())
                .extracting(Reason::message)
                .containsExactly("rita discarded it: no longer needed");
        assertThat(intent.letters()).isEmpty();
    }

    @Test
    void discarding_what_is_unknown_settles_it_in_full() {
        var intent = unknown();

        intent.reviewed(DISCARD).by("rita");

        assertThat(intent.name()).isEqualTo("DISCARDED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @Test
    void confirming_that_it_did_happen_makes_it_a_success_settled_in_full() {
        var intent = unknown();

        intent.reviewed(CONFIRM).saying("seen in the ledger").by("rita");

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
        assertThat(intent.reasons()).containsExactly("CONFIRMED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @Test
    void only_what_is_unknown_can_be_confirmed() {
        var intent = dead();

        intent.reviewed(CONFIRM).saying(null).by("rita");

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.refusal()).isEqualTo("NOT_OFFERED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"RETRY", "DISCARD", "CONFIRM"})
    void whoever_decides_about_what_is_unknown_says_why(Input.Decree decree) {
        var intent = unknown();

        assertThat(intent.reviewed(decree).saying(null).by("rita").refusal()).isEqualTo("COMMENT_REQUIRED");
        assertThat(intent.reviewed(decree).saying(" ").by("rita").refusal()).isEqualTo("COMMENT_REQUIRED");
        assertThat(intent.name()).isEqualTo("UNKNOWN");
        assertThat(intent.reviewed(decree)
                        .saying("looked it up")
                        .by("rita")
                        .answer()
                        .accepted())
                .isTrue();
    }

    @Test
    void whoever_asks_anew_for_what_ended_and_may_have_happened_says_why() {
        var intent = shell.submit(REPEATABLE).begun().cancelledBy("ana").waited(TimerName.LEASE);
        assertThat(intent.name()).isEqualTo("CANCELLED");

        intent.reviewed(RETRY).saying(null).by("rita");

        assertThat(intent.refusal()).isEqualTo("COMMENT_REQUIRED");
        assertThat(intent.answer().reasons().getFirst().message())
                .isEqualTo("RETRY of what is CANCELLED, and may have had its effect, needs a comment");
        assertThat(intent.reviewed(RETRY).saying("looked it up").by("rita").reasons())
                .containsExactly("REPLACED");
    }

    @Test
    void what_was_cancelled_before_it_began_is_asked_for_anew_without_a_word() {
        var intent = shell.submit(REPEATABLE).cancelledBy("ana").reported(NOT_STARTED);

        assertThat(intent.reviewed(RETRY).saying(null).by("rita").reasons()).containsExactly("REPLACED");
    }

    @Test
    void what_certainly_did_not_happen_is_retried_without_a_word() {
        assertThat(dead().reviewed(RETRY).saying(null).by("rita").name()).isEqualTo("APPROVED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"APPROVE", "REJECT"})
    void what_has_stopped_is_not_voted_on(Input.Decree decree) {
        var intent = dead();

        intent.reviewed(decree).by("rita");

        assertThat(intent.refusal()).isEqualTo("NOT_OFFERED");
        assertThat(intent.name()).isEqualTo("DEAD");
    }

    @ParameterizedTest
    @EnumSource(Input.Decree.class)
    void nobody_decides_about_their_own_or_without_the_role(Input.Decree decree) {
        var intent = unknown();

        assertThat(intent.reviewed(decree).by("ana").refusal()).isEqualTo("OWN_INTENT");
        assertThat(intent.reviewed(decree).bySomebody("eve", List.of("finance")).refusal())
                .isEqualTo("NOT_A_REVIEWER");
        assertThat(intent.name()).isEqualTo("UNKNOWN");
    }

    @Test
    void what_nobody_reviews_is_discarded_after_thirty_days_and_settled_in_full() {
        var dead = dead();
        var unknown = shell.submit(ONCE.named("other")).begun().reported(UNKNOWN);

        dead.waited(TimerName.REVIEW_BY);
        unknown.waited(TimerName.REVIEW_BY);

        assertThat(shell.now()).isEqualTo(Shell.OPENING.plus(Duration.ofDays(30)));
        assertThat(dead.name()).isEqualTo("DISCARDED");
        assertThat(unknown.name()).isEqualTo("DISCARDED");
        assertThat(unknown.reasons()).containsExactly("REVIEW_BY_PASSED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @Test
    void a_retry_of_what_has_ended_is_a_new_intent_and_the_ended_one_keeps_its_end() {
        var intent = refusedForNow();

        intent.reviewed(RETRY).named("review-7").by("rita");
        var successor = intent.successor(IntentIds.ofReview("review-7"));

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.recorded())
                .hasValueSatisfying(change -> assertThat(change.replacedBy()).isEqualTo(successor.id()));
        assertThat(successor.name()).isEqualTo("APPROVED");
        assertThat(successor.request().parent()).isEqualTo(intent.id());
        assertThat(successor.request().digest()).isEqualTo(intent.request().digest());
        assertThat(successor.request().nonce())
                .isEqualTo(Capabilities.derivedNonce(intent.request().nonce(), "review-7"));
    }

    @Test
    void what_has_ended_is_replaced_once() {
        var intent = refusedForNow().reviewed(RETRY).named("review-7").by("rita");
        var before = intent.state();

        intent.reviewed(RETRY).named("review-8").by("rob");

        assertThat(intent.refusal()).isEqualTo("ENDED");
        assertThat(intent.state()).isSameAs(before);
        assertThat(shell.intents()).hasSize(2);
    }

    @Test
    void a_successor_is_decided_in_full_and_reviewers_do_not_get_round_the_budget() {
        shell.submit(REPEATABLE.named("other").costing(95));
        var refused = shell.submit(REPEATABLE);

        for (int i = 0; i < 20; i++) {
            refused.reviewed(RETRY).named("review-" + i).by("rita");
            refused = refused.successor(IntentIds.ofReview("review-" + i));
        }

        assertThat(refused.name()).isEqualTo("REJECTED");
        assertThat(refused.dossier().code()).isEqualTo("OVER_BUDGET");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 95, 0, 0));
    }

    @Test
    void the_reviewers_approval_is_an_input_to_the_successors_decision() {
        var intent = refusedForNow();
        shell.under(LIMITED.holding(FINANCE));

        intent.reviewed(RETRY).named("review-7").by("rita", "finance");

        assertThat(intent.successor(IntentIds.ofReview("review-7")).name()).isEqualTo("APPROVED");
    }

    @Test
    void the_reviewers_approval_is_not_a_bypass() {
        var intent = refusedForNow();
        shell.under(LIMITED.holding(TWO_OF_FINANCE));

        intent.reviewed(RETRY).named("review-7").by("rita", "finance");
        var successor = intent.successor(IntentIds.ofReview("review-7"));

        assertThat(successor.name()).isEqualTo("HELD");
        assertThat(successor.reviewed(APPROVE).by("rita", "finance").refusal()).isEqualTo("ALREADY_VOTED");
        assertThat(successor.reviewed(APPROVE).by("fred", "finance").name()).isEqualTo("APPROVED");
    }

    @Test
    void a_successor_of_what_expired_has_no_deadline_any_more() {
        var intent = shell.submit(REPEATABLE.until(Shell.OPENING));

        intent.reviewed(RETRY).named("review-7").by("rita");

        assertThat(intent.successor(IntentIds.ofReview("review-7")).name()).isEqualTo("APPROVED");
    }

    @Test
    void a_second_derivation_of_the_same_successor_changes_nothing() {
        var intent = refusedForNow().reviewed(RETRY).named("review-7").by("rita");
        var successor = intent.successor(IntentIds.ofReview("review-7"));
        var before = successor.state();

        successor.given(new Input.Derived(successor.request(), new Input.Vote("rita", false, List.of())));

        assertThat(successor.state()).isSameAs(before);
        assertThat(successor.latest().consequences()).isEmpty();
    }

    @Test
    void the_letter_of_what_has_ended_can_be_put_aside() {
        var intent = refusedForNow();
        var why = intent.dossier().reasons();

        intent.reviewed(DISCARD).by("rita");

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.reasons()).containsExactly("LETTER_DISCARDED");
        assertThat(intent.dossier().reasons()).isEqualTo(why);
    }

    @Test
    void what_has_ended_can_be_neither_approved_nor_rejected_nor_confirmed() {
        var intent = refusedForNow();

        for (var decree : List.of(APPROVE, REJECT, CONFIRM)) {
            assertThat(intent.reviewed(decree).by("rita").refusal()).isEqualTo("ENDED");
            assertThat(intent.answer().reasons())
                    .extracting(Reason::message)
                    .containsExactly("it is REJECTED at version 1, by "
                            + intent.dossier().actor());
        }
    }

    @Test
    void a_review_of_what_is_not_known_is_not_found() {
        var intent = dead().waited(TimerName.REVIEW_BY);
        var review = intent.reviewed(RETRY);
        intent.waited(TimerName.FORGET);

        review.by("rita");

        assertThat(intent.isForgotten()).isTrue();
        assertThat(intent.refusal()).isEqualTo("NOT_FOUND");
    }

    private Story dead() {
        return shell.submit(REPEATABLE).begun().using(FAILED, 0);
    }

    private Story unknown() {
        return shell.submit(ONCE).begun().reported(UNKNOWN);
    }

    private Story refusedForNow() {
        shell.under(LIMITED.refusing(Code.RULE));
        var intent = shell.submit(REPEATABLE);
        shell.under(LIMITED);
        return intent;
    }
}
