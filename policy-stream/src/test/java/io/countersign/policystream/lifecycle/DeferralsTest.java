package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.ApprovalClause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferralsTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Instant NEXT_WINDOW = Shell.OPENING.plus(TEN_MINUTES);
    private static final HousePolicy HUNDRED_TOKENS = HousePolicy.allowingAll().limitingTokens(100, TEN_MINUTES);
    private static final HousePolicy ROLLING_HUNDRED = HousePolicy.allowingAll()
            .limiting(new HousePolicy.Budget("day", Unit.TOKENS, new RollingWindow(Duration.ofHours(24)), 100));
    private static final Requests ANA = Requests.of("acme/ana");
    private static final Requests WAITING = ANA.deferring();

    private final Shell shell = new Shell(HUNDRED_TOKENS);

    @Test
    void what_is_over_budget_is_rejected_and_told_how_much_is_left_and_when_the_window_opens() {
        shell.submit(ANA.named("1").costing(80));

        var intent = shell.submit(ANA.costing(30));

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(intent.answer().opensAt()).isEqualTo(NEXT_WINDOW);
        assertThat(intent.answer().shortages())
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.left()).isEqualTo(20));
        assertThat(shell.balance("tokens").held()).isEqualTo(80);
    }

    @Test
    void who_would_rather_wait_is_deferred_until_the_window_opens() {
        shell.submit(ANA.named("1").costing(80));

        var intent = shell.submit(WAITING.costing(30));

        assertThat(intent.name()).isEqualTo("DEFERRED");
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.answer().opensAt()).isEqualTo(NEXT_WINDOW);
        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(NEXT_WINDOW);
    }

    @Test
    void the_windows_opening_lets_it_run() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));

        intent.waited(TimerName.OPENS);

        assertThat(intent.isHandedOver()).isTrue();
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 30, 0, 0));
    }

    @Test
    void returned_budget_lets_it_run_earlier() {
        var first = shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));

        first.reported(ReportStatus.NOT_STARTED);

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void what_the_settlement_returns_is_returned_budget() {
        var first = shell.submit(ANA.named("1").costing(80)).begun();
        var intent = shell.submit(WAITING.costing(30));

        first.using(ReportStatus.SUCCEEDED, 10);

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 30, 10, 0));
    }

    @Test
    void what_an_empty_window_could_not_hold_is_rejected_at_once() {
        var intent = shell.submit(WAITING.costing(101));

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(intent.answer().opensAt()).isNull();
    }

    @Test
    void one_budget_that_could_never_hold_it_is_enough_to_refuse_it_at_once() {
        shell.under(HousePolicy.allowingAll()
                .limiting(
                        new HousePolicy.Budget("small", Unit.TOKENS, TEN_MINUTES, 10),
                        new HousePolicy.Budget("calls", Unit.REQUESTS, TEN_MINUTES, 1)));
        shell.submit(ANA.named("1").costing(1));

        var intent = shell.submit(WAITING.costing(11));

        assertThat(intent.name()).isEqualTo("REJECTED");
    }

    @Test
    void with_several_budgets_it_waits_for_the_last_window_to_open() {
        shell.under(HousePolicy.allowingAll()
                .limiting(
                        new HousePolicy.Budget("short", Unit.REQUESTS, Duration.ofMinutes(1), 1),
                        new HousePolicy.Budget("long", Unit.REQUESTS, Duration.ofHours(1), 1)));
        shell.submit(ANA.named("1"));

        var intent = shell.submit(WAITING);

        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(Shell.OPENING.plus(Duration.ofHours(1)));
        assertThat(intent.state().ticket())
                .hasValueSatisfying(ticket -> assertThat(ticket.budgets()).containsExactly("short", "long"));
    }

    @Test
    void a_newcomer_that_would_fit_queues_behind_those_who_wait() {
        shell.submit(ANA.named("1").costing(80));
        shell.submit(WAITING.named("2").costing(30));

        var newcomer = shell.submit(WAITING.named("3").costing(5));

        assertThat(newcomer.name()).isEqualTo("DEFERRED");
    }

    @Test
    void a_newcomer_that_would_fit_but_does_not_want_to_wait_is_over_budget() {
        shell.submit(ANA.named("1").costing(80));
        shell.submit(WAITING.named("2").costing(30));

        var newcomer = shell.submit(ANA.named("3").costing(5));

        assertThat(newcomer.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(newcomer.answer().reasons())
                .anySatisfy(reason -> assertThat(reason.message()).contains("others are waiting before it"));
    }

    @Test
    void a_newcomer_that_needs_nothing_of_the_budget_passes() {
        shell.submit(ANA.named("1").costing(80));
        shell.submit(WAITING.named("2").costing(30));

        var newcomer = shell.submit(ANA.named("3").costing(0));

        assertThat(newcomer.name()).isEqualTo("APPROVED");
    }

    @Test
    void those_who_wait_run_in_the_order_in_which_they_came() {
        shell.submit(ANA.named("1").costing(100));
        var second = shell.submit(WAITING.named("2").costing(60));
        var third = shell.submit(WAITING.named("3").costing(60));

        third.waited(TimerName.OPENS);

        assertThat(second.name()).isEqualTo("DEFERRED");
        assertThat(third.name()).isEqualTo("DEFERRED");
        assertThat(second.waited(TimerName.OPENS).name()).isEqualTo("APPROVED");
        assertThat(third.name()).isEqualTo("DEFERRED");
    }

    @Test
    void when_the_first_of_the_line_leaves_the_next_is_looked_at() {
        shell.submit(ANA.named("1").costing(80));
        var second = shell.submit(WAITING.named("2").costing(30));
        var third = shell.submit(WAITING.named("3").costing(20));

        second.cancelledBy("ana");

        assertThat(third.name()).isEqualTo("APPROVED");
    }

    @Test
    void being_looked_at_in_vain_is_no_event() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));
        var before = intent.state();

        intent.given(new Input.Woken());

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
    }

    @Test
    void its_place_in_line_is_kept_when_the_next_window_has_no_room_either() {
        var retrying = shell.submit(ANA.named("1").costing(80)).begun().using(ReportStatus.FAILED_RETRYABLE, 80);
        var intent = shell.submit(WAITING.costing(30));
        var place = intent.state().ticket();
        retrying.waited(TimerName.RETRY).waited(TimerName.RETRY);

        intent.due(TimerName.OPENS);

        assertThat(retrying.name()).isEqualTo("APPROVED");
        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(NEXT_WINDOW.plus(TEN_MINUTES));
        assertThat(intent.state().ticket()).isEqualTo(place);
    }

    @Test
    void a_defer_rule_makes_it_wait_whatever_its_budget() {
        shell.under(HousePolicy.allowingAll().deferring(Duration.ofMinutes(3)));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("DEFERRED");
        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(Shell.OPENING.plus(Duration.ofMinutes(3)));
    }

    @Test
    void what_a_rule_defers_stands_in_nobodys_way() {
        shell.under(HUNDRED_TOKENS.deferring(Duration.ofMinutes(3)));
        shell.submit(WAITING.named("1").costing(50));
        shell.under(HUNDRED_TOKENS);

        var newcomer = shell.submit(ANA.named("2").costing(50));

        assertThat(newcomer.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_defer_rule_that_still_matches_makes_it_wait_again() {
        shell.under(HousePolicy.allowingAll().deferring(Duration.ofMinutes(3), Shell.OPENING.plus(TEN_MINUTES)));
        var intent = shell.submit(ANA);

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("DEFERRED");
        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(Shell.OPENING.plus(Duration.ofMinutes(6)));
    }

    @Test
    void a_defer_rule_that_no_longer_matches_lets_it_run() {
        shell.under(HousePolicy.allowingAll().deferring(Duration.ofMinutes(3), Shell.OPENING.plusSeconds(1)));
        var intent = shell.submit(ANA);

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_defer_rule_without_a_wait_still_waits_a_second() {
        shell.under(HousePolicy.allowingAll().deferring(Duration.ZERO));

        var intent = shell.submit(ANA);

        assertThat(intent.timer(TimerName.OPENS).due()).isEqualTo(Shell.OPENING.plusSeconds(1));
    }

    @Test
    void it_is_judged_in_full_again_and_may_be_rejected() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));
        shell.under(HUNDRED_TOKENS.refusing(Code.NOT_GRANTED));

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.reasons()).containsExactly("NOT_GRANTED");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.category()).isEqualTo(Consequence.Category.REJECTED));
    }

    @Test
    void it_is_judged_in_full_again_and_may_be_held() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));
        shell.under(HUNDRED_TOKENS.holding(new ApprovalClause("big", List.of(), 1, Duration.ofHours(1))));

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.letters()).hasSize(1);
    }

    @Test
    void it_is_rejected_if_a_new_limit_could_never_hold_it() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));
        shell.under(HousePolicy.allowingAll().limitingTokens(20, TEN_MINUTES));

        intent.waited(TimerName.OPENS);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.reasons()).contains("OVER_BUDGET");
    }

    @Test
    void during_a_freeze_it_waits_and_its_timer_stays_due() {
        shell.submit(ANA.named("1").costing(80));
        var intent = shell.submit(WAITING.costing(30));
        var before = intent.state();
        shell.frozenBy(new Freeze("all", null));

        intent.waited(TimerName.OPENS);

        assertThat(intent.state()).isSameAs(before);
        assertThat(intent.latest().consequences()).isEmpty();
        shell.thawed();
        assertThat(intent.due(TimerName.OPENS).name()).isEqualTo("APPROVED");
    }

    @Test
    void past_its_deadline_it_is_not_approved_but_expires() {
        var first = shell.submit(ANA.named("1").costing(80));
        var deadline = Shell.OPENING.plusSeconds(30);
        var intent = shell.submit(WAITING.costing(30).until(deadline));

        first.at(deadline).reported(ReportStatus.NOT_STARTED);
        assertThat(intent.name()).isEqualTo("DEFERRED");
        intent.waited(TimerName.DEADLINE);

        assertThat(shell.now()).isEqualTo(deadline.plusSeconds(1));
        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly("DEADLINE_PASSED");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.category()).isEqualTo(Consequence.Category.EXPIRED));
    }

    @Test
    void after_thirty_days_it_expires() {
        shell.under(HousePolicy.allowingAll().deferring(Duration.ofDays(7)));
        var intent = shell.submit(ANA);
        for (int i = 0; i < 4; i++) {
            intent.waited(TimerName.OPENS);
        }

        intent.waited(TimerName.GIVE_UP);

        assertThat(shell.now()).isEqualTo(Shell.OPENING.plus(Duration.ofDays(30)));
        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.reasons()).containsExactly("RULE");
    }

    @Test
    void over_a_rolling_budget_it_waits_until_enough_of_the_old_has_left() {
        shell.under(ROLLING_HUNDRED);
        shell.submit(ANA.named("1").costing(30));
        shell.after(Duration.ofHours(1)).submit(ANA.named("2").costing(50));
        var room = Shell.OPENING.plus(Duration.ofHours(1 + 24)).plus(TEN_MINUTES);

        var intent = shell.after(Duration.ofHours(1)).submit(WAITING.costing(60));

        assertThat(intent.name()).isEqualTo("DEFERRED");
        assertThat(intent.answer().opensAt()).isEqualTo(room);
        intent.at(room.minusMillis(1)).given(new Input.Woken());
        assertThat(intent.name()).isEqualTo("DEFERRED");
        intent.at(room).due(TimerName.OPENS);
        assertThat(intent.isHandedOver()).isTrue();
    }

    @Test
    void what_returns_to_a_rolling_budget_wakes_who_waits() {
        shell.under(ROLLING_HUNDRED);
        var first = shell.submit(ANA.named("1").costing(80)).begun();
        var intent = shell.after(Duration.ofSeconds(1)).submit(WAITING.costing(30));

        first.using(ReportStatus.SUCCEEDED, 10);

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void what_an_empty_period_could_not_hold_is_rejected_at_once() {
        shell.under(ROLLING_HUNDRED);

        var intent = shell.submit(WAITING.costing(101));

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("OVER_BUDGET");
        assertThat(intent.answer().opensAt()).isNull();
        assertThat(intent.dossier().reasons().getLast().message()).contains("more than the whole limit of 100 per 1 d");
    }

    @Test
    void a_rolling_budget_lets_those_who_wait_run_one_after_another() {
        shell.under(ROLLING_HUNDRED);
        shell.submit(ANA.named("1").costing(60));
        shell.after(Duration.ofHours(1)).submit(ANA.named("2").costing(40));
        var third = shell.after(Duration.ofHours(1)).submit(WAITING.named("3").costing(70));
        var small = shell.submit(WAITING.named("4").costing(10));

        third.waited(TimerName.OPENS);

        assertThat(third.isHandedOver()).isTrue();
        assertThat(small.name()).isEqualTo("APPROVED");
    }
}
