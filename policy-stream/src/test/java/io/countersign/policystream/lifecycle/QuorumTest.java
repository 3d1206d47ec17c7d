package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.APPROVE;
import static io.countersign.policystream.lifecycle.Input.Decree.REJECT;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several people, several groups, several rules, and the two clocks: by when they decide, and by when it begins then. */
class QuorumTest {

    private static final Requests ANA = Requests.of("acme/ana").doing(Actions.REFUND);
    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final Shell shell = new Shell(HousePolicy.allowingAll());

    @ParameterizedTest
    @CsvSource({
        "finance,       finance,       APPROVED",
        "finance,       legal,         APPROVED",
        "legal,         legal,         APPROVED",
        "finance legal, legal finance, APPROVED",
        "finance legal, support,       HELD",
        "support,       support,       HELD",
    })
    void two_people_of_several_groups_may_come_from_any_of_them(String first, String second, String state) {
        var intent = held(clause("big", 2, "finance", "legal"));

        intent.reviewed(APPROVE).by("rita", first.split(" "));
        assertThat(intent.name()).isEqualTo("HELD");
        intent.reviewed(APPROVE).by("rolf", second.split(" "));

        assertThat(intent.name()).isEqualTo(state);
    }

    @Test
    void who_is_in_both_groups_is_one_person_all_the_same() {
        var intent = held(clause("big", 2, "finance", "legal"));

        intent.reviewed(APPROVE).by("rita", "finance", "legal");
        intent.reviewed(APPROVE).by("rita", "legal");

        assertThat(intent.refusal()).isEqualTo(Code.ALREADY_VOTED.name());
        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.dossier().votes()).hasSize(1);
    }

    @Test
    void a_hundred_people_are_counted_to_the_last() {
        var intent = held(clause("big", 100, "finance"));

        for (int i = 0; i < 99; i++) {
            intent.reviewed(APPROVE).by("reviewer-" + i, "finance");
        }
        assertThat(intent.name()).isEqualTo("HELD");
        intent.reviewed(APPROVE).by("the last one", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void two_rules_with_quorums_of_their_own_are_both_to_be_met_in_any_order() {
        var intent = held(clause("big", 2, "finance"), clause("abroad", 2, "legal"));

        intent.reviewed(APPROVE).by("fin-1", "finance");
        intent.reviewed(APPROVE).by("law-1", "legal");
        intent.reviewed(APPROVE).by("fin-2", "finance");
        assertThat(intent.name()).isEqualTo("HELD");
        intent.reviewed(APPROVE).by("law-2", "legal");

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.dossier().metRules()).hasSize(2);
    }

    @Test
    void votes_beyond_what_one_rule_needs_do_not_count_for_another() {
        var intent = held(clause("big", 1, "finance"), clause("abroad", 1, "legal"));

        intent.reviewed(APPROVE).by("fin-1", "finance");
        intent.reviewed(APPROVE).by("fin-2", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.dossier().votes()).hasSize(2);
    }

    @Test
    void whoever_one_of_the_rules_asks_may_reject_it_for_all() {
        var intent = held(clause("big", 2, "finance"), clause("abroad", 1, "legal"));
        intent.reviewed(APPROVE).by("fin-1", "finance");

        intent.reviewed(REJECT).by("law-1", "legal");

        assertThat(intent.name()).isEqualTo("REJECTED");
    }

    @Test
    void two_rules_of_one_demand_are_met_by_the_same_people() {
        var intent = held(clause("big", 2, "finance"), clause("often", 2, "finance"));

        intent.reviewed(APPROVE).by("fin-1", "finance");
        intent.reviewed(APPROVE).by("fin-2", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void the_least_time_of_all_rules_stands_also_when_its_rule_is_met() {
        var intent = held(clause("big", 1, "finance"), within(Duration.ofHours(1), "abroad", "legal"));
        intent.reviewed(APPROVE).by("law-1", "legal");

        assertThat(intent.timer(TimerName.APPROVE_BY).due())
                .isEqualTo(Shell.OPENING.plus(Duration.ofHours(1)).plus(IntentState.GRACE));
        intent.waited(TimerName.APPROVE_BY);

        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly(Code.APPROVE_BY_PASSED.name());
    }

    @Test
    void the_last_of_several_votes_may_come_in_the_last_millisecond() {
        var intent = held(clause("big", 2, "finance"));
        intent.reviewed(APPROVE).by("fin-1", "finance");

        intent.after(FOUR_HOURS.minus(MILLISECOND)).reviewed(APPROVE).by("fin-2", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_vote_at_the_very_end_is_too_late_and_what_was_voted_before_does_not_help() {
        var intent = held(clause("big", 2, "finance"));
        intent.reviewed(APPROVE).by("fin-1", "finance");

        intent.after(FOUR_HOURS).reviewed(APPROVE).by("fin-2", "finance");

        assertThat(intent.refusal()).isEqualTo(Code.APPROVE_BY_PASSED.name());
        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.waited(TimerName.APPROVE_BY).name()).isEqualTo("EXPIRED");
    }

    @Test
    void the_second_clock_begins_with_the_release_and_not_with_the_request() {
        var intent = held(clause("big", 1, "finance"));
        intent.after(FOUR_HOURS.minus(MILLISECOND));

        intent.reviewed(APPROVE).by("fin-1", "finance");

        assertThat(intent.attempt().startBy()).isEqualTo(shell.now().plus(Actions.EXECUTE_WITHIN));
        assertThat(intent.state().timers())
                .containsExactly(
                        new Timer(TimerName.START_BY, intent.attempt().startBy().plus(IntentState.GRACE)));
    }

    @Test
    void what_was_released_in_time_may_begin_after_the_people_s_time_is_over() {
        var intent = held(clause("big", 1, "finance"));
        intent.after(FOUR_HOURS.minus(MILLISECOND)).reviewed(APPROVE).by("fin-1", "finance");

        intent.after(Actions.EXECUTE_WITHIN.minus(MILLISECOND)).begun();

        assertThat(intent.name()).isEqualTo("RUNNING");
    }

    @Test
    void what_does_not_begin_in_time_after_its_release_is_tried_again_without_asking_anybody_once_more() {
        var intent = held(clause("big", 2, "finance"));
        intent.reviewed(APPROVE).by("fin-1", "finance");
        intent.reviewed(APPROVE).by("fin-2", "finance");

        intent.waited(TimerName.START_BY);
        assertThat(intent.name()).isEqualTo("RETRYING");
        intent.waited(TimerName.RETRY);

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.attempt().number()).isEqualTo(2);
    }

    @Test
    void a_deadline_within_the_second_clock_shortens_it() {
        var deadline = Shell.OPENING.plus(FOUR_HOURS);
        shell.under(HousePolicy.allowingAll().holding(clause("big", 1, "finance")));
        var intent = shell.submit(ANA.until(deadline));
        intent.after(FOUR_HOURS.minus(Duration.ofSeconds(5)));

        intent.reviewed(APPROVE).by("fin-1", "finance");

        assertThat(intent.attempt().startBy()).isEqualTo(deadline);
    }

    private Story held(ApprovalClause... clauses) {
        shell.under(HousePolicy.allowingAll().holding(clauses));
        var intent = shell.submit(ANA);
        assertThat(intent.name()).isEqualTo("HELD");
        return intent;
    }

    private static ApprovalClause clause(String rule, int quorum, String... groups) {
        return new ApprovalClause(rule, List.of(groups), quorum, FOUR_HOURS);
    }

    private static ApprovalClause within(Duration within, String rule, String... groups) {
        return new ApprovalClause(rule, List.of(groups), 1, within);
    }
}
