package io.countersign.policystream.view;

import static io.countersign.policystream.view.Told.ANA;
import static io.countersign.policystream.view.Told.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view's rules, on Kafka's test driver. */
final class ViewTopologyTest {

    private ViewRig rig;

    @BeforeEach
    @SuppressWarnings("NullAway.Init")
    void begin() throws Exception {
        rig = new ViewRig();
    }

    @AfterEach
    void end() {
        rig.close();
    }

    @Test
    void an_event_and_its_content_make_one_answer_in_either_order() {
        var content = Told.content(null, "above 100");

        rig.tell(Told.event("first", 1, "HELD", T0, content));
        rig.tell("first", content);
        rig.tell("second", content);
        rig.tell(Told.event("second", 1, "HELD", T0, content));

        for (var id : List.of("first", "second")) {
            var intent = rig.intent(id).orElseThrow();
            assertThat(intent.state()).isEqualTo("HELD");
            assertThat(intent.parameters()).isEqualTo("{\"amount\":99.99,\"order\":\"A1\"}");
            assertThat(intent.summary()).isEqualTo("Refund 99.99 EUR on order A1");
            assertThat(intent.reasons()).containsExactly(new StatedReason("RULE", "a-rule", "above 100"));
            assertThat(intent.timeline()).hasSize(1);
            assertThat(intent.submittedAt()).isEqualTo(T0);
        }
    }

    @Test
    void an_intent_is_shown_with_the_session_that_it_names_by_itself_and_in_lists() {
        var session = "0c7a1f8e-5d0b-4c3f-9a57-0e8f6a9a1d11";
        var named = Told.event("in-a-session", 1, "HELD", T0, null);
        named.setSession(session);
        rig.tell(named);
        rig.tell(Told.event("in-none", 1, "HELD", T0.plusSeconds(1), null));

        assertThat(rig.intent("in-a-session").orElseThrow().session()).isEqualTo(session);
        assertThat(rig.page(null, null, 10).items())
                .extracting(IntentView::session)
                .containsExactly(null, session);
    }

    @Test
    void a_session_is_known_with_where_its_order_is_and_whether_its_user_ended_it() {
        var until = T0.plusSeconds(60);
        rig.tell(Told.session("task", "OPENED", T0, until, 7));

        var open = rig.reader().session(ANA, "task").orElseThrow();
        assertThat(open).isEqualTo(new SessionFacts(ANA.key(), "task", "bot", "countersign-cli", until, false, 0, 7));
        assertThat(open.isOpen(until.minusMillis(1))).isTrue();
        assertThat(open.isOpen(until)).isFalse();
        assertThat(rig.reader().session(new Owner("acme", "bo"), "task")).isEmpty();

        rig.tell(Told.session("task", "REVOKED", T0.plusSeconds(1), until, 8));

        assertThat(rig.reader().session(ANA, "task").orElseThrow())
                .returns(7L, SessionFacts::offset)
                .matches(session -> !session.isOpen(T0.plusSeconds(1)));
    }

    @Test
    void what_waits_in_a_session_that_its_user_ended_says_so_until_it_has_ended() {
        var until = T0.plus(Duration.ofHours(8));
        rig.tell(Told.session("task", "OPENED", T0, until, 7));
        rig.tell(inSession("task", "a", 1, "HELD"));
        rig.tell(inSession("other", "elsewhere", 1, "HELD"));
        assertThat(rig.intent("a").orElseThrow().sessionEnded()).isFalse();

        rig.tell(Told.session("task", "REVOKED", T0.plusSeconds(1), until, 8));
        assertThat(rig.intent("a").orElseThrow().sessionEnded()).isTrue();
        assertThat(rig.intent("elsewhere").orElseThrow().sessionEnded()).isFalse();

        rig.tell(inSession("task", "a", 2, "EXPIRED"));
        assertThat(rig.intent("a").orElseThrow().sessionEnded()).isFalse();
    }

    private static IntentEvent inSession(String session, String id, long version, String state) {
        var event = Told.event(id, version, state, T0.plusSeconds(version), null);
        event.setSession(session);
        return event;
    }

    @Test
    void a_session_is_known_and_can_be_ended_for_as_long_as_something_may_wait_in_it() {
        var until = T0.plus(Duration.ofHours(8));
        rig.tell(Told.session("task", "OPENED", T0, until, 1));
        rig.tell(inSession("task", "a", 1, "HELD"));

        rig.tell(Told.event("later", 1, "HELD", until.plus(Duration.ofHours(2)), null));
        assertThat(rig.intent("a").orElseThrow().sessionEnded()).isFalse();
        rig.tell(Told.session("task", "REVOKED", until.plus(Duration.ofHours(3)), until, 2));
        assertThat(rig.intent("a").orElseThrow().sessionEnded()).isTrue();

        rig.tell(Told.event("later", 2, "HELD", until.plus(Limits.REMEMBERED).plus(Duration.ofHours(2)), null));
        assertThat(rig.reader().session(ANA, "task")).isEmpty();
        assertThat(rig.entries(ViewStores.SESSION_ENDS)).isZero();
    }

    @Test
    void a_session_that_nobody_may_ask_about_is_dropped_unless_another_was_opened_under_its_id() {
        rig.tell(Told.session("over", "OPENED", T0, T0.plusSeconds(60), 1));
        rig.tell(Told.session("again", "OPENED", T0, T0.plusSeconds(60), 2));
        rig.tell(Told.session("again", "OPENED", T0.plusSeconds(90), T0.plus(Duration.ofDays(9)), 3));

        rig.tell(Told.event("later", 1, "HELD", T0.plus(Limits.REMEMBERED).plus(Duration.ofHours(3)), null));

        assertThat(rig.reader().session(ANA, "over")).isEmpty();
        assertThat(rig.reader().session(ANA, "again")).isPresent();
        assertThat(rig.entries(ViewStores.SESSION_ENDS)).isEqualTo(1);
    }

    @Test
    void an_answer_says_which_model_gave_it_and_that_it_is_cached_or_a_fallback_also_when_later_reports_are_told() {
        var done = Told.content("{}");
        var event = Told.event("a", 1, "SUCCEEDED", T0, done);
        event.setCached(true);
        event.setFallback(true);
        event.setUsage(new Usage(1L, 2L, 0L, 3L, false, "tiny"));

        rig.tell("a", done);
        rig.tell(event);
        rig.tell(Told.event("a", 2, "SUCCEEDED", T0.plusSeconds(1), null));
        rig.tell(Told.event("b", 1, "SUCCEEDED", T0, done));

        assertThat(rig.intent("a").orElseThrow())
                .returns(true, IntentView::cached)
                .returns(true, IntentView::fallback)
                .returns(new UsedTokens(1, 2, 0, 3, false, "tiny"), IntentView::usage);
        assertThat(rig.intent("b").orElseThrow())
                .returns(false, IntentView::cached)
                .returns(false, IntentView::fallback);
    }

    @Test
    void it_tells_how_many_attempts_have_begun_of_how_many_and_when_the_next_one_is_due() {
        rig.tell(tried(1, "APPROVED", 0, null));
        assertThat(rig.intent("a").orElseThrow().retry()).isEqualTo(new AttemptProgress(0, 3, null));

        rig.tell(tried(2, "RETRYING", 1, T0.plusSeconds(4)));
        assertThat(rig.intent("a").orElseThrow().retry()).isEqualTo(new AttemptProgress(1, 3, T0.plusSeconds(4)));

        rig.tell(tried(3, "RUNNING", 2, null));
        assertThat(rig.intent("a").orElseThrow().retry()).isEqualTo(new AttemptProgress(2, 3, null));
    }

    @Test
    void each_change_says_how_far_it_had_come_with_its_attempts_by_then() {
        rig.tell(Told.event("a", 1, "HELD", T0, null));
        var handedOver = tried(2, "APPROVED", 0, null);
        handedOver.setAttempt(1);
        rig.tell(handedOver);
        rig.tell(tried(3, "RETRYING", 1, T0.plusSeconds(4)));
        rig.tell(Told.event("a", 4, "CANCELLED", T0, null));

        assertThat(rig.intent("a").orElseThrow().timeline())
                .extracting(IntentView.Milestone::attempt, IntentView.Milestone::retry)
                .containsExactly(
                        tuple(0, null),
                        tuple(1, new AttemptProgress(0, 3, null)),
                        tuple(1, new AttemptProgress(1, 3, T0.plusSeconds(4))),
                        tuple(1, new AttemptProgress(1, 3, T0.plusSeconds(4))));
    }

    private static IntentEvent tried(long version, String state, int begun, @Nullable Instant dueAt) {
        var event = Told.event("a", version, state, T0, null);
        event.setAttemptsBegun(begun);
        event.setAttemptsAllowed(3);
        event.setDueAt(dueAt);
        return event;
    }

    @Test
    void each_attempt_is_known_as_the_last_word_about_it_left_it_the_latest_last() {
        rig.tell(of(1, 1, null, null));
        rig.tell(of(2, 1, "first run", null));
        rig.tell(of(3, 2, null, null));
        rig.tell(of(4, 2, "second run", null));
        rig.tell(of(5, 1, null, 7));
        rig.tell(Told.event("a", 6, "RUNNING", T0.plusSeconds(6), null));

        assertThat(rig.intent("a").orElseThrow().executions())
                .containsExactly(
                        new Execution(1, "lease 1", T0.plusSeconds(1), "first run", 7),
                        new Execution(2, "lease 2", T0.plusSeconds(3), "second run", null));
    }

    private static IntentEvent of(long version, int attempt, @Nullable String run, @Nullable Integer chunks) {
        var event = Told.event("a", version, "RUNNING", T0.plusSeconds(version), null);
        event.setAttempt(attempt);
        event.setLeaseHash("lease " + attempt);
        event.setRun(run);
        event.setChunks(chunks);
        return event;
    }

    @Test
    void the_timeline_keeps_the_words_of_earlier_versions() {
        var held = Told.content(null, "above 100");
        var done = Told.content("{\"refunded\":true}");

        rig.tell(Told.event("a", 1, "HELD", T0, held));
        rig.tell("a", held);
        rig.tell(Told.event("a", 2, "RUNNING", T0.plusSeconds(1), null));
        rig.tell("a", done);
        rig.tell(Told.event("a", 3, "SUCCEEDED", T0.plusSeconds(2), done));

        var intent = rig.intent("a").orElseThrow();
        assertThat(intent.state()).isEqualTo("SUCCEEDED");
        assertThat(intent.attempt()).isEqualTo(1);
        assertThat(intent.result()).isEqualTo("{\"refunded\":true}");
        assertThat(intent.reasons()).isEmpty();
        assertThat(intent.updatedAt()).isEqualTo(T0.plusSeconds(2));
        assertThat(intent.timeline())
                .extracting(IntentView.Milestone::state)
                .containsExactly("HELD", "RUNNING", "SUCCEEDED");
        assertThat(intent.timeline().getFirst().reasons())
                .containsExactly(new StatedReason("RULE", "a-rule", "above 100"));
    }

    @Test
    void a_content_that_is_ahead_of_its_event_does_not_show_yet() {
        var held = Told.content(null, "above 100");
        var done = Told.content("{\"refunded\":true}");

        rig.tell("a", held);
        rig.tell(Told.event("a", 1, "HELD", T0, held));
        rig.tell("a", done);

        var intent = rig.intent("a").orElseThrow();
        assertThat(intent.state()).isEqualTo("HELD");
        assertThat(intent.result()).isNull();
        assertThat(intent.parameters()).isNotNull();
    }

    @Test
    void the_bundles_that_were_put_into_force_are_kept_in_their_order_and_each_once() {
        rig.tell(Told.activated("first", 3, T0));
        rig.tell(Told.activated("second", 700, T0.plusSeconds(1)));
        rig.tell(Told.activated("second", 700, T0.plusSeconds(1)));
        rig.tell(Told.activated("first", 701, T0.plusSeconds(2)));

        assertThat(rig.reader().activated())
                .containsExactly(
                        new ActivatedPolicy(3, "first", "acme/paul", T0),
                        new ActivatedPolicy(700, "second", "acme/paul", T0.plusSeconds(1)),
                        new ActivatedPolicy(701, "first", "acme/paul", T0.plusSeconds(2)));
    }

    @Test
    void of_very_many_activations_the_latest_are_kept() {
        for (int i = 0; i < PolicyFold.KEPT + 2; i++) {
            rig.tell(Told.activated("version-" + i, i, T0));
        }

        assertThat(rig.reader().activated())
                .hasSize(PolicyFold.KEPT)
                .first()
                .returns(2L, ActivatedPolicy::controlOffset);
    }

    @Test
    void reading_the_log_again_changes_nothing() {
        var held = Told.content(null, "above 100");
        var done = Told.content("{\"refunded\":true}");
        Runnable story = () -> {
            rig.tell("a", held);
            rig.tell(Told.event("a", 1, "HELD", T0, held));
            rig.tell("a", done);
            rig.tell(Told.event("a", 2, "SUCCEEDED", T0.plusSeconds(1), done));
        };
        story.run();
        var once = rig.intent("a");

        story.run();

        assertThat(rig.intent("a")).isEqualTo(once).isPresent();
        assertThat(rig.entries(ViewStores.ENDED)).isEqualTo(1);
        assertThat(rig.page(null, null, 10).items()).hasSize(1);
    }

    @Test
    void erasing_a_content_takes_its_words_and_leaves_the_facts() {
        var held = Told.content(null, "above 100");
        rig.tell("a", held);
        rig.tell(Told.event("a", 1, "HELD", T0, held));

        rig.erase("a");

        var intent = rig.intent("a").orElseThrow();
        assertThat(intent.state()).isEqualTo("HELD");
        assertThat(intent.parameters()).isNull();
        assertThat(intent.summary()).isNull();
        assertThat(intent.reasons()).containsExactly(new StatedReason("RULE", "a-rule", ""));
        assertThat(rig.entries(ViewStores.TEXTS)).isZero();
    }

    @Test
    void nobody_else_has_an_intent_of_that_id() {
        rig.tell(Told.event("a", 1, "HELD", T0, null));

        assertThat(rig.reader().intent(new Owner("acme", "bo"), "a")).isEmpty();
        assertThat(rig.reader().intent(new Owner("acme", "an"), "a/a")).isEmpty();
    }

    @Test
    void ended_intents_leave_after_thirty_days_and_waiting_ones_stay() {
        var content = Told.content("1");
        rig.tell("gone", content);
        rig.tell(Told.event("gone", 1, "SUCCEEDED", T0, content));
        rig.tell(Told.event("dead", 1, "DEAD", T0, null));
        rig.tell(Told.event("fresh", 1, "REJECTED", T0.plus(Duration.ofDays(2)), null));

        rig.tell(Told.event("now", 1, "HELD", T0.plus(Duration.ofDays(30)).plusSeconds(1), null));

        assertThat(rig.intent("gone")).isEmpty();
        assertThat(rig.entries(ViewStores.TEXTS)).isZero();
        assertThat(rig.page(null, null, 10).items()).extracting(IntentView::id).containsExactly("now", "fresh", "dead");
    }

    @Test
    void many_that_leave_at_once_leave_a_few_at_a_time() {
        for (int i = 0; i <= Expiries.MOST_AT_ONCE; i++) {
            rig.tell(Told.event("one-" + i, 1, "REJECTED", T0, null));
        }

        rig.tell(Told.event("now", 1, "HELD", T0.plus(Duration.ofDays(30)).plusSeconds(1), null));
        assertThat(rig.entries(ViewStores.ENDED)).isEqualTo(1);
        assertThat(rig.entries(ViewStores.INTENTS)).isEqualTo(2);

        rig.pass();
        assertThat(rig.entries(ViewStores.ENDED)).isZero();
        assertThat(rig.entries(ViewStores.INTENTS)).isEqualTo(1);
    }

    @Test
    void what_ended_long_ago_when_it_is_told_leaves_too() {
        rig.tell(Told.event("gone", 1, "REJECTED", T0, null));
        rig.tell(Told.event("now", 1, "HELD", T0.plus(Duration.ofDays(31)), null));

        rig.tell(Told.event("late", 1, "REJECTED", T0, null));

        assertThat(rig.entries(ViewStores.ENDED)).isZero();
        assertThat(rig.entries(ViewStores.INTENTS)).isEqualTo(1);
    }

    @Test
    void a_list_is_newest_first_and_goes_on_where_its_page_ended() {
        for (int i = 0; i < 5; i++) {
            rig.tell(Told.event("id-" + i, 1, i % 2 == 0 ? "HELD" : "DEAD", T0.plusSeconds(i), null));
        }
        rig.tell(Told.event(new Owner("acme", "ana.b"), "x", 1, "HELD", T0, null, List.of()));

        var first = rig.page(null, null, 2);
        var second = rig.page(null, first.next(), 2);
        var third = rig.page(null, second.next(), 2);

        assertThat(first.items()).extracting(IntentView::id).containsExactly("id-4", "id-3");
        assertThat(second.items()).extracting(IntentView::id).containsExactly("id-2", "id-1");
        assertThat(third.items()).extracting(IntentView::id).containsExactly("id-0");
        assertThat(third.next()).isNull();
    }

    @Test
    void a_list_can_be_of_one_state_which_is_the_present_one() {
        rig.tell(Told.event("a", 1, "HELD", T0, null));
        rig.tell(Told.event("b", 1, "HELD", T0.plusSeconds(1), null));
        rig.tell(Told.event("a", 2, "REJECTED", T0.plusSeconds(2), null));

        assertThat(rig.page("HELD", null, 10).items())
                .extracting(IntentView::id)
                .containsExactly("b");
        assertThat(rig.page("REJECTED", null, 10).items())
                .extracting(IntentView::id)
                .containsExactly("a");
    }

    @Test
    void a_balance_is_what_the_latest_event_says_of_its_window() {
        rig.tell(Told.event(ANA, "a", 1, "APPROVED", T0, null, List.of(Told.budget("calls", T0, 1, 0))));
        rig.tell(Told.event(ANA, "a", 2, "SUCCEEDED", T0, null, List.of(Told.budget("calls", T0, 0, 1))));
        var next = T0.plusSeconds(600);
        rig.tell(Told.event(ANA, "b", 1, "APPROVED", next, null, List.of(Told.budget("calls", next, 2, 0))));

        assertThat(rig.budgets(ANA))
                .extracting(BudgetUse::window, BudgetUse::held, BudgetUse::settled)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(T0 + "/PT10M", 0L, 1L),
                        org.assertj.core.groups.Tuple.tuple(next + "/PT10M", 2L, 0L));
        assertThat(rig.budgets(new Owner("acme", "bo"))).isEmpty();
    }

    @Test
    void windows_that_closed_a_day_ago_are_dropped() {
        rig.tell(Told.event(ANA, "a", 1, "APPROVED", T0, null, List.of(Told.budget("calls", T0, 1, 0))));
        var later = T0.plus(Duration.ofDays(2));

        rig.tell(Told.event(ANA, "b", 1, "APPROVED", later, null, List.of(Told.budget("calls", later, 1, 0))));

        assertThat(rig.budgets(ANA)).extracting(BudgetUse::window).containsExactly(later + "/PT10M");
    }

    @Test
    void what_runs_is_known_until_it_ends() {
        rig.tell(Told.event("a", 1, "APPROVED", T0, null));
        assertThat(rig.reader().runningIntents()).isEmpty();

        rig.tell(Told.event("a", 2, "RUNNING", T0.plusSeconds(1), null));
        assertThat(rig.reader().runningIntents())
                .containsExactly(new RunningIntent("a", "acme", "ana", "orders.refund", 1, T0.plusSeconds(1)));

        rig.tell(Told.event("a", 3, "SUCCEEDED", T0.plusSeconds(2), null));
        assertThat(rig.reader().runningIntents()).isEmpty();
    }

    @Test
    void what_is_no_event_or_content_is_passed_over() {
        var junk = "junk".getBytes(StandardCharsets.UTF_8);
        rig.put(Topics.EVENTS, ANA.key(), junk, T0);
        rig.put(Topics.EVENTS, null, null, T0);
        rig.put(Topics.CONTENTS, ANA.contentKey("a"), junk, T0);
        rig.put(Topics.CONTENTS, "no key of ours", junk, T0);
        rig.put(Topics.CONTENTS, null, junk, T0);

        rig.tell(Told.event("a", 1, "HELD", T0, null));

        assertThat(rig.intent("a")).isPresent();
    }
}
