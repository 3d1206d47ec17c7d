package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.APPROVE;
import static io.countersign.policystream.lifecycle.Input.Decree.CONFIRM;
import static io.countersign.policystream.lifecycle.Input.Decree.DISCARD;
import static io.countersign.policystream.lifecycle.Input.Decree.REJECT;
import static io.countersign.policystream.lifecycle.Input.Decree.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeldTest {

    private static final Requests ANA = Requests.of("acme/ana").doing(Actions.REFUND);
    private static final ApprovalClause ONE = clause("big", 1);
    private static final ApprovalClause TWO = clause("big", 2);
    private static final HousePolicy NEEDS_ONE = HousePolicy.allowingAll().holding(ONE);
    private static final HousePolicy NEEDS_TWO = HousePolicy.allowingAll().holding(TWO);
    private static final Instant APPROVE_BY = Shell.OPENING.plus(Duration.ofHours(4));

    private final Shell shell = new Shell(NEEDS_ONE);

    @Test
    void a_hold_rule_makes_it_wait_for_people_and_writes_a_letter() {
        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.reasons()).containsExactly("RULE", "NEEDS_APPROVAL");
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.HELD);
            assertThat(letter.clauses()).containsExactly(ONE);
            assertThat(letter.approveBy()).isEqualTo(APPROVE_BY);
            assertThat(letter.action()).isEqualTo(Actions.notIdempotent());
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.NONE);
        });
    }

    @Test
    void nothing_is_reserved_while_it_is_held() {
        shell.under(NEEDS_ONE.limitingTokens(100, Duration.ofHours(1)));

        shell.submit(ANA.costing(60));

        assertThat(shell.balance("tokens")).isEqualTo(Balance.EMPTY);
    }

    @Test
    void of_several_rules_the_one_with_the_least_time_says_by_when() {
        shell.under(NEEDS_ONE.holding(ONE, new ApprovalClause("odd", List.of(), 1, Duration.ofHours(1))));

        var intent = shell.submit(ANA);

        assertThat(intent.answer().opensAt()).isEqualTo(Shell.OPENING.plus(Duration.ofHours(1)));
    }

    @Test
    void enough_votes_release_it() {
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.isHandedOver()).isTrue();
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.recorded())
                .hasValueSatisfying(change -> assertThat(change.actor()).isEqualTo("rita"));
    }

    @Test
    void a_vote_that_is_not_enough_is_counted_and_the_reasons_why_it_is_held_stay() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        var why = intent.dossier().reasons();

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.reasons()).containsExactly("VOTED");
        assertThat(intent.dossier().reasons()).isEqualTo(why);
        assertThat(intent.dossier().votes()).extracting(Input.Vote::reviewer).containsExactly("rita");
    }

    @Test
    void a_vote_is_not_stale_because_others_voted_since() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        long seen = intent.dossier().version();
        intent.reviewed(APPROVE).by("rita", "finance");

        intent.reviewed(APPROVE).seeing(seen).by("rob", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void one_person_has_one_vote() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        intent.reviewed(APPROVE).by("rita", "finance");

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.refusal()).isEqualTo("ALREADY_VOTED");
        assertThat(intent.dossier().votes()).hasSize(1);
    }

    @Test
    void each_rule_wants_votes_of_its_own_groups() {
        shell.under(NEEDS_ONE.holding(ONE, new ApprovalClause("law", List.of("legal"), 1, Duration.ofHours(4))));
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.reviewed(APPROVE).by("lea", "legal").name()).isEqualTo("APPROVED");
    }

    @Test
    void one_vote_counts_for_every_rule_that_the_voters_roles_reach() {
        shell.under(NEEDS_ONE.holding(ONE, new ApprovalClause("law", List.of("legal"), 1, Duration.ofHours(4))));
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).by("rita", "finance", "legal");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_rule_without_groups_is_met_by_any_reviewer() {
        shell.under(NEEDS_ONE.holding(new ApprovalClause("any", List.of(), 1, Duration.ofHours(4))));
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).by("rita");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void who_is_no_reviewer_has_no_vote() {
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).bySomebody("eve", List.of("finance"));

        assertThat(intent.refusal()).isEqualTo("NOT_A_REVIEWER");
        assertThat(intent.name()).isEqualTo("HELD");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"APPROVE", "REJECT"})
    void who_is_in_none_of_the_groups_has_no_vote(Input.Decree decree) {
        var intent = shell.submit(ANA);

        intent.reviewed(decree).by("rita", "legal");

        assertThat(intent.refusal()).isEqualTo("NOT_A_REVIEWER");
        assertThat(intent.name()).isEqualTo("HELD");
    }

    @Test
    void nobody_approves_their_own() {
        var intent = shell.submit(ANA);

        assertThat(intent.reviewed(APPROVE).by("ana", "finance").refusal()).isEqualTo("OWN_INTENT");
        assertThat(intent.reviewed(APPROVE).by("bot", "finance").refusal()).isEqualTo("OWN_INTENT");
        assertThat(intent.name()).isEqualTo("HELD");
    }

    @Test
    void reviewers_of_another_tenant_do_not_decide() {
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).byOutsider("globex/rita", "countersign-reviewer", "finance");

        assertThat(intent.refusal()).isEqualTo("NOT_A_REVIEWER");
        assertThat(intent.name()).isEqualTo("HELD");
    }

    @Test
    void an_operator_decides_for_every_tenant_and_is_not_taken_for_a_requester_of_the_same_name() {
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).byOutsider("globex/ana", "countersign-reviewer", "countersign-operator", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.dossier().actor()).isEqualTo("globex/ana");
    }

    @Test
    void a_vote_binds_to_the_digest() {
        var intent = shell.submit(ANA);

        intent.reviewed(APPROVE).seeing("another").by("rita", "finance");

        assertThat(intent.refusal()).isEqualTo("DIGEST_UNKNOWN");
        assertThat(intent.answer().reasons())
                .extracting(Reason::message)
                .containsExactly("the review names another digest than that of the intent");
        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.recorded()).isEmpty();
    }

    @Test
    void a_digest_that_it_never_had_is_told_apart_from_a_version_that_is_past() {
        var intent = shell.submit(ANA);
        intent.reviewed(REJECT).by("rita", "finance");

        intent.reviewed(DISCARD).seeing("another").seeing(1).saying("aside").by("rob");
        assertThat(intent.refusal()).isEqualTo("DIGEST_UNKNOWN");

        intent.reviewed(DISCARD).seeing(1).saying("aside").by("rob");
        assertThat(intent.refusal()).isEqualTo("STALE");
    }

    @Test
    void a_vote_is_stale_if_something_other_than_votes_has_happened() {
        var intent = shell.submit(ANA);
        long seen = intent.dossier().version();
        shell.under(NEEDS_ONE.holding(ONE, clause("odd", 1)));
        intent.reviewed(APPROVE).by("rita", "finance");

        intent.reviewed(APPROVE).seeing(seen).by("rob", "finance");

        assertThat(intent.refusal()).isEqualTo("STALE");
        assertThat(intent.answer().actor()).isEqualTo("rita");
        assertThat(intent.answer().reasons())
                .extracting(Reason::message)
                .containsExactly("version 1 was read, and it is HELD at version 2, by rita");
    }

    @ParameterizedTest
    @EnumSource(Input.Decree.class)
    void a_version_that_never_was_is_told_apart_from_one_that_is_past(Input.Decree decree) {
        var intent = shell.submit(ANA);

        for (long never : new long[] {Long.MIN_VALUE, 0, 2, Long.MAX_VALUE}) {
            intent.reviewed(decree).seeing(never).by("rita", "finance");

            assertThat(intent.refusal()).isEqualTo("VERSION_UNKNOWN");
            assertThat(intent.answer().reasons())
                    .extracting(Reason::message)
                    .containsExactly("the review names version " + never + ", and the intent has come to 1");
            assertThat(intent.recorded()).isEmpty();
        }
        assertThat(intent.reviewed(REJECT).seeing(1).by("rita", "finance").name())
                .isEqualTo("REJECTED");
    }

    @Test
    void a_rejection_is_final() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        intent.reviewed(APPROVE).by("rita", "finance");

        intent.reviewed(REJECT).saying("too much").by("rob", "finance");

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.dossier().code()).isEqualTo("REVIEW_REJECTED");
        assertThat(intent.dossier().reasons()).extracting(Reason::message).containsExactly("rob rejected it: too much");
        assertThat(intent.reviewed(APPROVE).by("ria", "finance").refusal()).isEqualTo("ENDED");
    }

    @Test
    void who_has_approved_may_think_again_and_reject() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        intent.reviewed(APPROVE).by("rita", "finance");

        intent.reviewed(REJECT).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("REJECTED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"RETRY", "DISCARD", "CONFIRM"})
    void what_is_held_can_only_be_approved_or_rejected(Input.Decree decree) {
        var intent = shell.submit(ANA);

        intent.reviewed(decree).by("rita", "finance");

        assertThat(List.of(RETRY, DISCARD, CONFIRM)).contains(decree);
        assertThat(intent.refusal()).isEqualTo("NOT_OFFERED");
        assertThat(intent.answer().reasons())
                .extracting(Reason::message)
                .containsExactly("it is HELD, where nobody can " + decree);
        assertThat(intent.name()).isEqualTo("HELD");
    }

    @Test
    void a_release_that_the_budget_refuses_keeps_it_held_and_does_not_count_the_vote() {
        shell.under(NEEDS_ONE.limitingTokens(100, Duration.ofHours(1)));
        var intent = shell.submit(ANA.costing(60));
        var before = intent.state();
        shell.under(HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(1)))
                .submit(ANA.named("other").costing(60));
        shell.under(NEEDS_ONE.limitingTokens(100, Duration.ofHours(1)));

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(intent.answer().shortages()).hasSize(1);
        assertThat(intent.recorded()).isEmpty();
        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.after(Duration.ofHours(1))
                        .reviewed(APPROVE)
                        .by("rita", "finance")
                        .name())
                .isEqualTo("APPROVED");
    }

    @Test
    void a_release_that_policy_refuses_keeps_it_held_and_does_not_count_the_vote() {
        var intent = shell.submit(ANA);
        var before = intent.state();
        shell.under(NEEDS_ONE.refusing(Code.NOT_GRANTED));

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.refusal()).isEqualTo("NOT_GRANTED");
        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void another_hold_rule_starts_its_own_votes_and_the_first_stays_met() {
        var odd = clause("odd", 1);
        var intent = shell.submit(ANA);
        shell.under(NEEDS_ONE.holding(ONE, odd));

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.dossier().votes()).isEmpty();
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.clauses()).containsExactly(odd));
        assertThat(intent.reviewed(APPROVE).by("rita", "finance").name()).isEqualTo("APPROVED");
    }

    @Test
    void a_bundle_that_makes_the_rule_stricter_asks_again() {
        var intent = shell.submit(ANA);
        shell.under(NEEDS_TWO);

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        intent.reviewed(APPROVE).by("rita", "finance");
        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.reviewed(APPROVE).by("rob", "finance").name()).isEqualTo("APPROVED");
    }

    @Test
    void over_budget_with_defer_it_waits_and_keeps_its_approval() {
        var limited = NEEDS_ONE.limitingTokens(100, Duration.ofHours(1));
        shell.under(limited.holding()).submit(ANA.named("other").costing(60));
        var intent = shell.under(limited).submit(ANA.costing(60).deferring());

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("DEFERRED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.waited(TimerName.OPENS).name()).isEqualTo("APPROVED");
    }

    @Test
    void during_a_freeze_votes_count_but_a_review_cannot_release() {
        shell.under(NEEDS_TWO);
        var intent = shell.submit(ANA);
        shell.frozenBy(new Freeze("tenant/acme", null));

        assertThat(intent.reviewed(APPROVE).by("rita", "finance").answer().accepted())
                .isTrue();
        assertThat(intent.reviewed(APPROVE).by("rob", "finance").refusal()).isEqualTo("FROZEN");
        assertThat(intent.name()).isEqualTo("HELD");
        shell.thawed();
        assertThat(intent.reviewed(APPROVE).by("rob", "finance").name()).isEqualTo("APPROVED");
    }

    @Test
    void a_vote_that_was_appended_in_time_counts_also_when_it_is_read_later() {
        var intent = shell.submit(ANA);

        intent.at(APPROVE_BY.plus(Duration.ofMinutes(10)))
                .reviewed(APPROVE)
                .appendedAt(APPROVE_BY.minusMillis(1))
                .by("rita", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @ParameterizedTest
    @EnumSource(
            value = Input.Decree.class,
            names = {"APPROVE", "REJECT"})
    void a_vote_that_was_appended_too_late_does_not_count_also_when_it_is_read_before_the_timer(Input.Decree decree) {
        var intent = shell.submit(ANA);

        intent.at(APPROVE_BY).reviewed(decree).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.refusal()).isEqualTo("APPROVE_BY_PASSED");
    }

    @Test
    void silence_denies_one_second_after_approve_by() {
        var intent = shell.submit(ANA);

        intent.waited(TimerName.APPROVE_BY);

        assertThat(shell.now()).isEqualTo(APPROVE_BY.plusSeconds(1));
        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly("APPROVE_BY_PASSED");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.category()).isEqualTo(Consequence.Category.EXPIRED));
    }

    @Test
    void a_tick_within_the_second_does_not_deny() {
        var intent = shell.submit(ANA);

        intent.at(APPROVE_BY.plusMillis(999)).due(TimerName.APPROVE_BY);

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void its_deadline_ends_it_one_second_later() {
        var deadline = Shell.OPENING.plusSeconds(60);
        var intent = shell.submit(ANA.until(deadline));

        intent.waited(TimerName.DEADLINE);

        assertThat(shell.now()).isEqualTo(deadline.plusSeconds(1));
        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly("DEADLINE_PASSED");
    }

    @Test
    void past_its_deadline_nobody_can_release_it() {
        var deadline = Shell.OPENING.plusSeconds(60);
        var intent = shell.submit(ANA.until(deadline));

        intent.at(deadline).reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.refusal()).isEqualTo("DEADLINE_PASSED");
    }

    @Test
    void its_owner_may_cancel_it_and_the_next_vote_is_told_who_did() {
        var intent = shell.submit(ANA).cancelledBy("ana");

        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("CANCELLED");
        assertThat(intent.refusal()).isEqualTo("ENDED");
        assertThat(intent.answer().reasons())
                .extracting(Reason::message)
                .containsExactly("it is CANCELLED at version 2, by ana");
    }

    private static ApprovalClause clause(String rule, int quorum) {
        return new ApprovalClause(rule, List.of("finance"), quorum, Duration.ofHours(4));
    }
}
