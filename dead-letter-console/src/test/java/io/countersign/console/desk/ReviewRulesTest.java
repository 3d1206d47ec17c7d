package io.countersign.console.desk;

import static io.countersign.console.desk.Desks.auditor;
import static io.countersign.console.desk.Desks.reviewer;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewRulesTest {
    private static final Reviewer RITA = reviewer("rita");

    @Test
    void what_is_held_waits_for_a_vote_and_nothing_else() {
        assertThat(offered(Desks.held())).containsExactly(Decision.APPROVE, Decision.REJECT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Decision.class,
            names = {"RETRY", "CONFIRM", "DISCARD"})
    void what_is_held_says_that_nothing_else_is_offered(Decision decision) {
        var obstacle = ReviewRules.button(decision, Desks.held().letter(), RITA).obstacle();

        assertThat(obstacle).extracting(Obstacle::code).isEqualTo(Code.NOT_OFFERED);
        assertThat(obstacle)
                .as("it may become what it is offered for")
                .extracting(Obstacle::firm)
                .isEqualTo(false);
    }

    @Test
    void what_has_ended_is_neither_voted_on_nor_confirmed() {
        for (var decision : List.of(Decision.APPROVE, Decision.REJECT, Decision.CONFIRM)) {
            for (var desk : List.of(Desks.rejected(), Desks.expired())) {
                assertThat(ReviewRules.button(decision, desk.letter(), RITA).obstacle())
                        .extracting(Obstacle::code)
                        .isEqualTo(Code.ENDED);
            }
        }
    }

    @Test
    void what_is_held_in_a_session_that_its_user_ended_can_only_be_rejected() {
        var desk = Desks.heldFor(1, "finance").revoked();
        var fiona = reviewer("fiona", "finance");

        var approve = ReviewRules.button(Decision.APPROVE, desk.letter(), fiona);

        assertThat(approve.obstacle())
                .isEqualTo(new Obstacle(
                        Code.SESSION_UNKNOWN,
                        "Its user has ended the session that it is in, so it is not released any more. Reject it, or let"
                                + " its time run out.",
                        false));
        assertThat(ReviewRules.button(Decision.REJECT, desk.letter(), fiona).enabled())
                .isTrue();
        assertThat(ReviewRules.needs(desk.letter(), fiona)).isTrue();
        assertThat(ReviewRules.needs(desk.letter(), RITA)).isFalse();
    }

    @Test
    void nothing_is_tried_again_in_a_session_that_its_user_ended() {
        assertThat(offered(Desks.dead().revoked())).containsExactly(Decision.DISCARD);
        assertThat(offered(Desks.unknown().revoked())).containsExactly(Decision.CONFIRM, Decision.DISCARD);
        assertThat(offered(Desks.rejected().revoked())).containsExactly(Decision.DISCARD);
    }

    @Test
    void what_is_dead_can_be_retried_or_given_up() {
        assertThat(offered(Desks.dead())).containsExactly(Decision.RETRY, Decision.DISCARD);
    }

    @Test
    void only_what_is_unknown_can_be_confirmed() {
        assertThat(offered(Desks.unknown())).contains(Decision.CONFIRM);
        for (var desk : List.of(Desks.held(), Desks.dead(), Desks.rejected(), Desks.expired(), Desks.unreadable())) {
            assertThat(offered(desk)).doesNotContain(Decision.CONFIRM);
        }
    }

    @Test
    void of_what_may_have_happened_the_safe_decisions_come_first_and_a_retry_wants_a_reason() {
        var buttons = ReviewRules.buttons(Desks.unknown().letter(), RITA);

        assertThat(offered(Desks.unknown())).containsExactly(Decision.CONFIRM, Decision.DISCARD, Decision.RETRY);
        assertThat(buttons.stream().filter(Button::risky).map(Button::decision)).containsExactly(Decision.RETRY);
        assertThat(ReviewRules.needsComment(Decision.RETRY, Desks.unknown().letter()))
                .isTrue();
    }

    @Test
    void a_retry_of_what_did_not_happen_needs_no_reason_and_risks_nothing() {
        for (var desk : List.of(Desks.dead(), Desks.rejected(), Desks.expired(), Desks.unreadable())) {
            var retry = ReviewRules.button(Decision.RETRY, desk.letter(), RITA);
            assertThat(retry.needsComment()).isFalse();
            assertThat(retry.risky()).isFalse();
        }
    }

    @Test
    void what_policy_refused_or_time_ended_can_be_asked_for_anew_or_put_aside() {
        assertThat(offered(Desks.rejected())).containsExactly(Decision.RETRY, Decision.DISCARD);
        assertThat(offered(Desks.expired())).containsExactly(Decision.RETRY, Decision.DISCARD);
        assertThat(ReviewRules.button(Decision.RETRY, Desks.rejected().letter(), RITA)
                        .promise())
                .contains("new intent");
    }

    @Test
    void arguments_that_do_not_fit_are_not_offered_to_be_asked_for_again_as_they_are() {
        var letter = new Finding(Code.INVALID_PARAMETERS.name(), null, "$.amount: string found, number expected");
        var desk = Desks.about(Category.REJECTED, "decision", List.of(letter));

        var retry = ReviewRules.button(Decision.RETRY, desk.letter(), RITA);

        assertThat(offered(desk)).containsExactly(Decision.DISCARD);
        assertThat(retry.obstacle())
                .isEqualTo(new Obstacle(
                        Code.INVALID_PARAMETERS,
                        "Its arguments do not fit the action's schema: the same ones would be refused again.",
                        false));
    }

    @Test
    void a_held_letter_needs_those_who_may_vote_and_have_not() {
        var letter = Desks.heldFor(2, "finance").voted("fiona").letter();

        assertThat(ReviewRules.needs(letter, reviewer("rita", "finance"))).isTrue();
        assertThat(ReviewRules.needs(letter, reviewer("rita", "ops"))).isFalse();
        assertThat(ReviewRules.needs(letter, reviewer("fiona", "finance"))).isFalse();
        assertThat(ReviewRules.needs(letter, reviewer("ana", "finance"))).isFalse();
        assertThat(ReviewRules.needs(letter, auditor())).isFalse();
    }

    @Test
    void what_stopped_needs_any_reviewer_but_the_one_who_asked_for_it() {
        for (var desk : List.of(Desks.dead(), Desks.unknown())) {
            assertThat(ReviewRules.needs(desk.letter(), RITA)).isTrue();
            assertThat(ReviewRules.needs(desk.letter(), reviewer("ana"))).isFalse();
        }
        assertThat(ReviewRules.needs(Desks.unreadable().letter(), RITA)).isTrue();
    }

    @Test
    void what_moves_or_has_ended_needs_nobody() {
        for (var desk : List.of(Desks.dead().becomes("RETRYING"), Desks.rejected(), Desks.expired())) {
            assertThat(ReviewRules.needs(desk.letter(), RITA)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"APPROVED", "RUNNING", "RETRYING", "DEFERRED", "BORN_LATER"})
    void what_is_on_its_way_is_left_alone(String state) {
        assertThat(offered(Desks.dead().becomes(state))).isEmpty();
    }

    @Test
    void what_succeeded_is_never_done_a_second_time() {
        var letter = Desks.dead().becomes("SUCCEEDED").letter();

        var retry = ReviewRules.button(Decision.RETRY, letter, RITA).obstacle();

        assertThat(retry).isEqualTo(new Obstacle(Code.ENDED, "It succeeded; a retry would do it a second time.", true));
        assertThat(offered(Desks.dead().becomes("SUCCEEDED"))).isEmpty();
    }

    @Test
    void what_was_replaced_is_not_replaced_again() {
        var obstacle = ReviewRules.button(
                        Decision.RETRY, Desks.rejected().replacedBy("next").letter(), RITA)
                .obstacle();

        assertThat(obstacle).extracting(Obstacle::code).isEqualTo(Code.ENDED);
        assertThat(obstacle).extracting(Obstacle::words).asString().contains("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"executor", "inbox"})
    void letters_without_a_broker_state_can_only_be_discarded(String stage) {
        var desk = Desks.about(Category.FAILED, stage);

        assertThat(offered(desk)).containsExactly(Decision.DISCARD);
        assertThat(ReviewRules.button(Decision.RETRY, desk.letter(), RITA).obstacle())
                .extracting(Obstacle::firm)
                .isEqualTo(true);
    }

    @Test
    void unreadable_bytes_can_be_put_back_if_the_letter_has_all_of_them() {
        assertThat(offered(Desks.unreadable())).containsExactly(Decision.RETRY, Decision.DISCARD);
        assertThat(offered(Desks.unreadable().cut())).containsExactly(Decision.DISCARD);
    }

    @Test
    void a_closed_letter_offers_nothing() {
        var desk = Desks.unreadable().closedBy("otto", Decision.DISCARD, "junk");

        assertThat(offered(desk)).isEmpty();
        assertThat(ReviewRules.buttons(desk.letter(), RITA))
                .allSatisfy(button ->
                        assertThat(button.obstacle()).extracting(Obstacle::code).isEqualTo(Code.ENDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana", "refund-bot"})
    void nobody_decides_about_their_own(String self) {
        for (var desk : List.of(Desks.held(), Desks.dead(), Desks.unknown(), Desks.rejected())) {
            for (var button : ReviewRules.buttons(desk.letter(), reviewer(self))) {
                assertThat(button.enabled()).isFalse();
            }
        }
        assertThat(ReviewRules.button(Decision.APPROVE, Desks.held().letter(), reviewer(self))
                        .obstacle())
                .extracting(Obstacle::code)
                .isEqualTo(Code.OWN_INTENT);
    }

    @Test
    void an_agent_decides_about_nothing_whatever_its_roles() {
        var bot = new Reviewer("acme", "rita", "bot", false, RITA.roles());

        for (var desk : List.of(Desks.held(), Desks.dead(), Desks.unknown(), Desks.rejected(), Desks.unreadable())) {
            for (var button : ReviewRules.buttons(desk.letter(), bot)) {
                assertThat(button.obstacle()).isNotNull().satisfies(obstacle -> {
                    assertThat(obstacle.code()).isEqualTo(Code.FORBIDDEN);
                    assertThat(obstacle.firm()).isTrue();
                });
            }
            assertThat(ReviewRules.needs(desk.letter(), bot)).isFalse();
        }
    }

    @Test
    void somebody_of_that_name_in_another_tenant_is_somebody_else() {
        var olga = new Reviewer("globex", "ana", null, true, Set.of(Reviewer.REVIEWER, Reviewer.OPERATOR));

        assertThat(ReviewRules.button(Decision.APPROVE, Desks.held().letter(), olga)
                        .enabled())
                .isTrue();
        assertThat(ReviewRules.button(
                                Decision.APPROVE,
                                Desks.heldFor(2).voted("globex/ana").letter(),
                                olga)
                        .obstacle())
                .extracting(Obstacle::code)
                .isEqualTo(Code.ALREADY_VOTED);
    }

    @Test
    void a_rule_with_groups_is_voted_on_by_them_alone() {
        var letter = Desks.heldFor(1, "finance", "legal").letter();

        assertThat(ReviewRules.button(Decision.APPROVE, letter, reviewer("rita", "legal"))
                        .enabled())
                .isTrue();
        var outsider = ReviewRules.button(Decision.REJECT, letter, RITA);
        assertThat(outsider.isForOthers()).isTrue();
        assertThat(outsider.obstacle())
                .extracting(Obstacle::words)
                .isEqualTo("Only reviewers in finance or legal may vote on it.");
    }

    @Test
    void one_person_has_one_vote_and_may_still_reject() {
        var letter = Desks.heldFor(2).voted("rita").letter();

        assertThat(ReviewRules.button(Decision.APPROVE, letter, RITA).obstacle())
                .extracting(Obstacle::code)
                .isEqualTo(Code.ALREADY_VOTED);
        assertThat(ReviewRules.button(Decision.REJECT, letter, RITA).enabled()).isTrue();
        assertThat(ReviewRules.button(Decision.APPROVE, letter, reviewer("otto"))
                        .enabled())
                .isTrue();
    }

    @Test
    void an_auditor_reads_what_others_could_do() {
        var buttons = ReviewRules.buttons(Desks.held().letter(), auditor());

        assertThat(buttons).noneMatch(Button::enabled);
        assertThat(buttons.stream().filter(Button::isForOthers).map(Button::decision))
                .containsExactly(Decision.APPROVE, Decision.REJECT);
    }

    @Test
    void a_vote_says_whether_it_is_the_last_that_is_needed() {
        assertThat(promise(Desks.heldFor(2)))
                .isEqualTo("Counts as approval 1 of 2. Nothing runs before the rest has voted.");
        assertThat(promise(Desks.heldFor(2).voted("otto"))).startsWith("Counts as the last of 2 approvals.");
        assertThat(promise(Desks.held())).contains("orders.refund is handed to its executor");
    }

    @Test
    void a_retry_of_what_may_have_happened_warns() {
        assertThat(ReviewRules.button(Decision.RETRY, Desks.unknown().letter(), RITA)
                        .promise())
                .startsWith("May do it a second time.")
                .contains("it happens twice");
    }

    @Test
    void what_ended_and_may_have_happened_is_asked_for_anew_with_a_reason_and_a_warning() {
        for (var ended : List.of("CANCELLED", "DISCARDED", "EXPIRED")) {
            var retry = ReviewRules.button(
                    Decision.RETRY, Desks.unknown().becomes(ended).letter(), RITA);

            assertThat(retry.needsComment()).isTrue();
            assertThat(retry.risky()).isTrue();
            assertThat(retry.title()).isEqualTo("Retry as new");
            assertThat(retry.promise())
                    .startsWith("May do it a second time")
                    .contains("the new one has a key of its own");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Decision.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void every_decision_is_offered_or_explained_in_words(Decision decision) {
        for (var desk : List.of(
                Desks.held(),
                Desks.dead(),
                Desks.unknown(),
                Desks.rejected(),
                Desks.expired(),
                Desks.unreadable(),
                Desks.held().revoked(),
                Desks.dead().revoked(),
                Desks.dead().becomes("RUNNING"))) {
            var button = ReviewRules.button(decision, desk.letter(), RITA);
            assertThat(button.promise()).isNotBlank();
            assertThat(button.title()).isNotBlank();
            if (button.obstacle() != null) {
                assertThat(button.obstacle().words()).endsWith(".");
            }
        }
    }

    private static List<Decision> offered(Desks desk) {
        return ReviewRules.buttons(desk.letter(), RITA).stream()
                .filter(Button::enabled)
                .map(Button::decision)
                .toList();
    }

    private static String promise(Desks desk) {
        return ReviewRules.button(Decision.APPROVE, desk.letter(), RITA).promise();
    }
}
