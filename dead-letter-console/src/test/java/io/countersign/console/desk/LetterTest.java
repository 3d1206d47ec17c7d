package io.countersign.console.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LetterTest {

    @ParameterizedTest
    @CsvSource({"HELD,HELD", "REJECTED,REJECTED", "FAILED,DEAD", "UNKNOWN,UNKNOWN", "EXPIRED,EXPIRED"})
    void until_its_events_are_read_a_letter_says_the_state(Category category, State state) {
        assertThat(Desks.justArrived(category).letter().state()).isEqualTo(state);
    }

    @Test
    void only_what_has_not_ended_may_run_as_it_stands() {
        assertThat(List.of(Desks.held(), Desks.dead(), Desks.unknown()))
                .allMatch(desk -> desk.letter().mayRun());
        assertThat(List.of(Desks.rejected(), Desks.expired(), Desks.dead().becomes("SUCCEEDED"), Desks.unreadable()))
                .noneMatch(desk -> desk.letter().mayRun());
    }

    @Test
    void afterwards_the_latest_event_says_it() {
        var letter = Desks.held()
                .reviewed("rita", Decision.APPROVE, "APPROVED", null)
                .becomes("RUNNING")
                .letter();

        assertThat(letter.state()).isEqualTo(State.RUNNING);
        assertThat(letter.closed()).isFalse();
        assertThat(letter.version()).isEqualTo(3);
    }

    @Test
    void events_older_than_the_letter_do_not_take_it_back() {
        var letter = Desks.dead().letter();

        assertThat(letter.state()).isEqualTo(State.DEAD);
        assertThat(letter.version()).isEqualTo(3);
    }

    @Test
    void one_that_dies_again_is_the_same_letter_and_open_again() {
        var letter = Desks.dead()
                .reviewed("rita", Decision.RETRY, "APPROVED", null)
                .becomes("RUNNING")
                .becomes("DEAD")
                .arrives(Category.FAILED, "execution")
                .letter();

        assertThat(letter.arrivals()).hasSize(2);
        assertThat(letter.state()).isEqualTo(State.DEAD);
        assertThat(letter.closed()).isFalse();
    }

    @Test
    void what_ran_after_all_is_closed_and_did_happen() {
        var letter = Desks.dead()
                .reviewed("rita", Decision.RETRY, "APPROVED", null)
                .becomes("SUCCEEDED")
                .letter();

        assertThat(letter.closed()).isTrue();
        assertThat(letter.outside()).isEqualTo(Outside.CONFIRMED);
    }

    @Test
    void what_the_policy_answered_itself_is_closed_and_nothing_happened_outside() {
        var letter = Desks.held()
                .reviewed("rita", Decision.APPROVE, "HELD", null)
                .becomes("SUCCEEDED", Finding.fact("ANSWERED", "opening-hours"))
                .letter();

        assertThat(letter.closed()).isTrue();
        assertThat(letter.outside()).isEqualTo(Outside.NONE);
    }

    @Test
    void what_has_begun_since_the_letter_may_have_happened_until_a_letter_denies_it() {
        var retried = Desks.dead().reviewed("rita", Decision.RETRY, "APPROVED", null);
        assertThat(retried.letter().outside()).isEqualTo(Outside.NONE);

        retried.becomes("RUNNING");
        assertThat(retried.letter().outside()).isEqualTo(Outside.UNKNOWN);
        assertThat(retried.becomes("CANCELLED").letter().outside()).isEqualTo(Outside.UNKNOWN);

        retried.becomes("DEAD").arrives(Category.FAILED, "execution");
        assertThat(retried.letter().outside()).isEqualTo(Outside.NONE);
    }

    @Test
    void a_refusal_by_policy_stays_open_and_one_by_a_person_is_closed() {
        assertThat(Desks.rejected().letter().closed()).isFalse();
        assertThat(Desks.expired().letter().closed()).isFalse();
        assertThat(Desks.held()
                        .reviewed("rita", Decision.REJECT, "REJECTED", "no")
                        .letter()
                        .closed())
                .isTrue();
    }

    @Test
    void a_new_intent_that_a_retry_made_and_policy_refused_is_not_taken_for_a_persons_refusal() {
        var letter = Desks.about(Category.REJECTED, "decision")
                .reviewed("rita", Decision.RETRY, "REJECTED", null)
                .letter();

        assertThat(letter.closed()).isFalse();
    }

    @Test
    void a_replaced_or_put_aside_refusal_is_closed() {
        assertThat(Desks.rejected().replacedBy("successor").letter().closed()).isTrue();
        assertThat(Desks.rejected().asideBy("rita").letter().closed()).isTrue();
    }

    @Test
    void a_letter_about_a_record_is_open_until_the_broker_closes_it() {
        assertThat(Desks.unreadable().letter().state()).isEqualTo(State.OPEN);
        assertThat(Desks.unreadable()
                        .closedBy("rita", Decision.DISCARD, "junk")
                        .letter()
                        .state())
                .isEqualTo(State.DISCARDED);
        assertThat(Desks.unreadable()
                        .closedBy("rita", Decision.RETRY, "")
                        .letter()
                        .state())
                .isEqualTo(State.RETURNED);
    }

    @ParameterizedTest
    @CsvSource({"executor,FAILED", "inbox,REJECTED"})
    void letters_of_executors_and_the_inbox_do_not_speak_for_the_intent_that_they_name(
            String stage, Category category) {
        var letter = Desks.about(category, stage).letter();

        assertThat(letter.intent()).isEmpty();
        assertThat(letter.version()).isZero();
        assertThat(letter.state()).isEqualTo(State.OPEN);
    }

    @Test
    void a_refused_duplicate_does_not_touch_the_row_of_the_first() {
        var findings = List.of(Finding.fact(Code.ID_REUSED.name(), null));
        var letter = Desks.about(Category.REJECTED, "x")
                .arrives(Category.REJECTED, "decision", findings)
                .letter();

        assertThat(letter.latest().rowId()).isEqualTo(letter.latest().letterId());
        assertThat(letter.arrivals().getFirst().rowId())
                .isNotEqualTo(letter.latest().rowId());
    }

    @Test
    void votes_count_since_the_letter_that_asked_for_them() {
        var desk = Desks.heldFor(2).voted("rita").votedUnseen("otto");
        assertThat(desk.letter().quorum().votes()).extracting(Vote::reviewer).containsExactly("rita", "otto");

        var asked = desk.reviewed("fred", Decision.APPROVE, "HELD", null)
                .arrives(Category.HELD, "decision")
                .letter();
        assertThat(asked.quorum().votes()).isEmpty();
        assertThat(asked.quorum().missing()).isEqualTo(2);
    }

    @Test
    void only_a_refusal_for_budget_is_one() {
        var budget = List.of(Desks.overBudget());

        assertThat(Desks.about(Category.REJECTED, "decision", budget).letter().isBudgetRefusal())
                .isTrue();
        assertThat(Desks.about(Category.FAILED, "decision", budget).letter().isBudgetRefusal())
                .isFalse();
        assertThat(Desks.rejected().letter().isBudgetRefusal()).isFalse();
    }

    @Test
    void the_headline_is_never_the_agents_prose() {
        assertThat(Desks.held().letter().headline()).isEqualTo("Refund 250 EUR");
        assertThat(Desks.held().says(wording("Refund 99.99 EUR")).letter().headline())
                .isEqualTo("Refund 99.99 EUR");
        assertThat(Desks.unreadable().letter().headline()).isEqualTo("Unreadable record on intents.submitted [1] @ 42");
    }

    @Test
    void the_timeline_says_who_and_why_with_the_reviewers_own_words() {
        var timeline = Desks.held()
                .reviewed("rita", Decision.REJECT, "REJECTED", "wrong order")
                .letter()
                .timeline();

        assertThat(timeline).extracting(TimelineEntry::title).containsExactly("Held", "Rejected by a reviewer");
        assertThat(timeline.getLast().actor()).isEqualTo("rita");
        assertThat(timeline.getLast().comment()).isEqualTo("wrong order");
    }

    @Test
    void what_happened_since_a_version_is_what_the_loser_must_read() {
        var letter =
                Desks.held().reviewed("rita", Decision.REJECT, "REJECTED", null).letter();

        assertThat(letter.since(1)).extracting(TimelineEntry::actor).containsExactly("rita");
        assertThat(letter.since(2)).isEmpty();
    }

    @Test
    void a_held_one_is_due_at_its_approve_by_and_an_ended_one_never() {
        assertThat(Desks.held().letter().dueAt()).isEqualTo(Desks.START.plusSeconds(3600));
        assertThat(Desks.rejected().letter().dueAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void every_state_of_an_event_is_known_by_its_name(State state) {
        assertThat(State.named(state.name())).isEqualTo(state);
        assertThat(State.named("BORN_LATER")).isEqualTo(State.UNRECOGNIZED);
    }

    @Test
    void a_row_does_not_depend_on_the_order_in_which_topics_were_read() {
        var told = Desks.heldFor(2)
                .voted("rita")
                .reviewed("otto", Decision.APPROVE, "APPROVED", "fine")
                .becomes("SUCCEEDED")
                .dossier();
        var expected = Letter.of(told);
        var random = new Random(7);

        for (var round = 0; round < 200; round++) {
            var changes = new ArrayList<>(told.changes());
            var remarks = new ArrayList<>(told.remarks());
            Collections.shuffle(changes, random);
            Collections.shuffle(remarks, random);
            var letter = Letter.of(new Dossier(told.rowId(), told.arrivals(), changes, null, remarks, false));

            assertThat(letter.state()).isEqualTo(expected.state());
            assertThat(letter.timeline()).isEqualTo(expected.timeline());
            assertThat(letter.quorum()).isEqualTo(expected.quorum());
            assertThat(letter.closed()).isEqualTo(expected.closed());
        }
    }

    private static Wording wording(String summary) {
        return new Wording("{\"amount\":99.99}", summary, null, List.of(), null, null, null);
    }
}
