package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Claims CHAT = Claims.on("chat").limitedTo(100);
    private static final Claims CALLS = Claims.on("calls").in(Unit.REQUESTS).limitedTo(2);

    private final Account account = new Account();

    @Test
    void a_claim_that_fits_is_held() {
        var holds = account.hold(CHAT.of(30));

        assertThat(holds)
                .containsExactly(new Hold("chat", Unit.TOKENS, CHAT.key().window(), 30, 0, 0, true));
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 30, 0, 0));
    }

    @Test
    void a_window_can_be_filled_to_its_limit_and_not_beyond() {
        account.hold(CHAT.of(70));

        var lacking = account.lack(CHAT.of(31));
        account.hold(CHAT.of(30));

        assertThat(lacking).singleElement().satisfies(shortage -> {
            assertThat(shortage.left()).isEqualTo(30);
            assertThat(shortage.queued()).isFalse();
        });
        assertThat(account.balance(CHAT).held()).isEqualTo(100);
    }

    @Test
    void several_budgets_are_held_all_or_none() {
        account.hold(CALLS.of(2));

        var lacking = account.lack(CHAT.of(30), CALLS.of(1));

        assertThat(lacking).extracting(shortage -> shortage.claim().budget()).containsExactly("calls");
        assertThat(account.balance(CHAT)).isEqualTo(Balance.EMPTY);
        assertThat(account.balance(CALLS).held()).isEqualTo(2);
    }

    @Test
    void every_budget_that_is_short_is_named() {
        account.hold(CALLS.of(2), CHAT.of(90));

        var lacking = account.lack(CHAT.of(30), CALLS.of(1));

        assertThat(lacking).extracting(shortage -> shortage.claim().budget()).containsExactly("chat", "calls");
    }

    @Test
    void claims_of_one_decision_on_one_window_are_added_up() {
        var lacking = account.lack(CHAT.of(60), CHAT.of(60));

        assertThat(lacking).hasSize(1);
        assertThat(account.balance(CHAT)).isEqualTo(Balance.EMPTY);
    }

    @Test
    void who_needs_a_budget_that_others_wait_for_must_not_pass_them() {
        var reservation = account.decide(ledger -> ledger.reserve(List.of(CHAT.of(1)), "chat"::equals));

        assertThat(reservation)
                .isInstanceOfSatisfying(
                        Reservation.Short.class,
                        tooShort -> assertThat(tooShort.shortages())
                                .singleElement()
                                .satisfies(shortage -> {
                                    assertThat(shortage.queued()).isTrue();
                                    assertThat(shortage.left()).isEqualTo(100);
                                }));
    }

    @Test
    void who_needs_nothing_of_a_budget_does_not_wait_for_it() {
        var reservation = account.decide(ledger -> ledger.reserve(List.of(CHAT.of(0)), "chat"::equals));

        assertThat(reservation).isInstanceOf(Reservation.Placed.class);
        assertThat(account.balances()).isEmpty();
    }

    @Test
    void a_claim_of_nothing_fits_under_a_limit_that_was_lowered_and_does_not_make_it_the_windows_limit() {
        account.hold(CHAT.of(80));

        var holds = account.hold(CHAT.limitedTo(10).of(0));

        assertThat(holds)
                .singleElement()
                .satisfies(hold -> assertThat(hold.amount()).isZero());
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 80, 0, 0));
    }

    @Test
    void settling_books_what_was_used_and_returns_the_rest() {
        var holds = account.hold(CHAT.of(30));

        var settled = account.decide(ledger -> ledger.settle(holds, used(20)));

        assertThat(settled).singleElement().satisfies(hold -> {
            assertThat(hold.open()).isFalse();
            assertThat(hold.settled()).isEqualTo(20);
            assertThat(hold.overrun()).isZero();
        });
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 20, 0));
    }

    @Test
    void without_a_report_the_whole_hold_is_settled() {
        var holds = account.hold(CHAT.of(30), CALLS.of(1));

        account.decide(ledger -> ledger.settle(holds, null));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 30, 0));
        assertThat(account.balance(CALLS)).isEqualTo(new Balance(2, 0, 1, 0));
    }

    @Test
    void an_attempt_that_began_is_one_request_whatever_it_used() {
        var holds = account.hold(CHAT.of(30), CALLS.of(1));

        account.decide(ledger -> ledger.settle(holds, used(0)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(account.balance(CALLS)).isEqualTo(new Balance(2, 0, 1, 0));
    }

    @Test
    void an_attempt_that_never_began_returns_everything() {
        var holds = account.hold(CHAT.of(30), CALLS.of(1));

        account.decide(ledger -> ledger.release(holds));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(account.balance(CALLS)).isEqualTo(new Balance(2, 0, 0, 0));
    }

    @Test
    void usage_above_the_hold_is_an_overrun_booked_at_once_and_counted_against_what_follows() {
        var holds = account.hold(CHAT.of(30));

        var settled = account.decide(ledger -> ledger.settle(holds, used(95)));

        assertThat(settled)
                .singleElement()
                .satisfies(hold -> assertThat(hold.overrun()).isEqualTo(65));
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 95, 65));
        assertThat(account.lack(CHAT.of(6)))
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.left()).isEqualTo(5));
    }

    @Test
    void nothing_is_left_where_overruns_have_passed_the_limit() {
        var holds = account.hold(CHAT.of(100));
        account.decide(ledger -> ledger.settle(holds, used(150)));

        var lacking = account.lack(CHAT.of(1));

        assertThat(lacking)
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.left()).isZero());
    }

    @Test
    void late_truth_corrects_a_settlement_downwards() {
        var holds = account.hold(CHAT.of(30));
        var inFull = account.decide(ledger -> ledger.settleOpen(holds));

        account.decide(ledger -> ledger.settle(inFull, used(4)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 4, 0));
    }

    @Test
    void late_truth_above_what_was_settled_is_an_overrun() {
        var holds = account.hold(CHAT.of(30));
        var inFull = account.decide(ledger -> ledger.settleOpen(holds));

        account.decide(ledger -> ledger.settle(inFull, used(50)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 50, 20));
    }

    @Test
    void late_usage_of_a_hold_that_was_returned_is_an_overrun_because_others_may_hold_it_by_now() {
        var holds = account.hold(CHAT.of(60));
        var returned = account.decide(ledger -> ledger.release(holds));
        account.hold(CHAT.of(100));

        account.decide(ledger -> ledger.settle(returned, used(40)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 100, 40, 40));
    }

    @Test
    void what_a_correction_returned_is_no_longer_covered() {
        var holds = account.hold(CHAT.of(30));
        var corrected = account.decide(ledger -> ledger.settle(ledger.settle(holds, used(10)), used(25)));

        assertThat(corrected)
                .singleElement()
                .satisfies(hold -> assertThat(hold.overrun()).isEqualTo(15));
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 25, 15));
    }

    @Test
    void an_overrun_that_was_none_is_taken_back() {
        var holds = account.hold(CHAT.of(30));
        var overrun = account.decide(ledger -> ledger.settle(holds, used(50)));

        account.decide(ledger -> ledger.settle(overrun, used(20)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 20, 0));
    }

    @Test
    void a_hold_is_settled_in_the_window_in_which_it_was_placed_whenever_the_truth_comes() {
        var later = CHAT.at(Claims.NOON.plus(Duration.ofHours(3)));
        var holds = account.hold(CHAT.of(30));
        account.hold(later.of(100));

        account.decide(ledger -> ledger.settle(holds, used(50)));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 50, 20));
        assertThat(account.balance(later)).isEqualTo(new Balance(100, 100, 0, 0));
    }

    @Test
    void only_open_holds_are_settled_in_full() {
        var known = account.hold(CHAT.of(30));
        var settled = account.decide(ledger -> ledger.settle(known, used(10)));

        account.decide(ledger -> ledger.settleOpen(settled));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 0, 10, 0));
    }

    @Test
    void the_limit_of_the_last_placing_decision_holds() {
        account.hold(CHAT.of(30));

        account.hold(CHAT.limitedTo(50).of(20));

        assertThat(account.balance(CHAT)).isEqualTo(new Balance(50, 50, 0, 0));
        assertThat(account.lack(CHAT.limitedTo(50).of(1))).hasSize(1);
    }

    @Test
    void a_lowered_limit_leaves_what_is_held_and_admits_nothing_more() {
        account.hold(CHAT.of(80));

        var lacking = account.lack(CHAT.limitedTo(50).of(1));

        assertThat(lacking)
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.left()).isZero());
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(100, 80, 0, 0));
    }

    @Test
    void a_decision_sees_what_it_has_moved_itself() {
        var holds = account.hold(CHAT.of(100));

        var reservation = account.decide(ledger -> {
            ledger.release(holds);
            return ledger.reserve(List.of(CHAT.of(100)), budget -> false);
        });

        assertThat(reservation).isInstanceOf(Reservation.Placed.class);
    }

    @Test
    void a_movement_says_what_the_decision_changed_from_its_beginning_to_its_end() {
        account.hold(CHAT.of(10));
        var ledger = new Ledger(key -> account.balance(CHAT));

        ledger.reserve(List.of(CHAT.of(20), CHAT.of(30)), budget -> false);

        assertThat(ledger.movements())
                .containsExactly(new Movement(
                        "chat",
                        Unit.TOKENS,
                        CHAT.key().window(),
                        new Balance(100, 10, 0, 0),
                        new Balance(100, 60, 0, 0)));
    }

    @Test
    void a_balance_that_came_back_to_what_it_was_did_not_move() {
        var holds = account.hold(CHAT.of(100));
        var ledger = new Ledger(key -> account.balance(CHAT));

        ledger.release(holds);
        ledger.reserve(List.of(CHAT.of(100)), budget -> false);

        assertThat(ledger.movements()).isEmpty();
    }

    @Test
    void the_largest_amounts_do_not_wrap_round() {
        var boundless = CHAT.limitedTo(Long.MAX_VALUE);
        var holds = account.hold(boundless.of(Long.MAX_VALUE));

        account.decide(ledger -> ledger.settle(holds, null));

        assertThat(account.lack(CHAT.of(Long.MAX_VALUE))).hasSize(1);
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(Long.MAX_VALUE, 0, Long.MAX_VALUE, 0));
    }

    @Test
    void a_claim_above_the_limit_never_fits() {
        assertThat(CHAT.of(101).neverFits()).isTrue();
        assertThat(CHAT.of(100).neverFits()).isFalse();
    }

    @Test
    void limits_and_amounts_are_not_negative() {
        assertThatThrownBy(() -> CHAT.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CHAT.limitedTo(-1).of(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Consumption used(long tokens) {
        return new Consumption(tokens, 0, 0, 0, false);
    }
}
