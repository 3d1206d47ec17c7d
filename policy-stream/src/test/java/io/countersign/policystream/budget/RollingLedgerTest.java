package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A limit of 100 over 24 rolling hours: buckets of ten minutes. */
class RollingLedgerTest {

    private static final Duration BUCKET = Duration.ofMinutes(10);
    private static final Duration PERIOD = Duration.ofHours(24);
    private static final Claims DAY = Claims.on("day").over(new RollingWindow(PERIOD));

    private final Account account = new Account();

    @Test
    void what_was_placed_within_the_period_counts_together() {
        account.hold(DAY.of(40));
        account.hold(DAY.after(Duration.ofHours(12)).of(40));

        var lacking = account.lack(DAY.after(PERIOD).of(21));

        assertThat(lacking).singleElement().satisfies(shortage -> {
            assertThat(shortage.left()).isEqualTo(20);
            assertThat(shortage.balance().held()).isEqualTo(80);
        });
        account.hold(DAY.after(PERIOD).of(20));
    }

    @Test
    void a_bucket_counts_until_144_others_have_closed_behind_it() {
        account.hold(DAY.of(100));
        var leaves = DAY.key().window().countsUntil();

        assertThat(account.lack(DAY.at(leaves.minusMillis(1)).of(1))).hasSize(1);
        account.hold(DAY.at(leaves).of(100));

        assertThat(leaves).isEqualTo(Claims.NOON.plus(PERIOD).plus(BUCKET));
    }

    @Test
    void a_refusal_says_when_there_is_room_for_what_was_asked() {
        account.hold(DAY.of(30));
        account.hold(DAY.after(Duration.ofHours(1)).of(30));
        account.hold(DAY.after(Duration.ofHours(2)).of(30));
        var now = DAY.after(Duration.ofHours(3));

        assertThat(opening(now.of(11))).isEqualTo(leaves(DAY));
        assertThat(opening(now.of(40))).isEqualTo(leaves(DAY));
        assertThat(opening(now.of(41))).isEqualTo(leaves(DAY.after(Duration.ofHours(1))));
        assertThat(opening(now.of(70))).isEqualTo(leaves(DAY.after(Duration.ofHours(1))));
        assertThat(opening(now.of(100))).isEqualTo(leaves(DAY.after(Duration.ofHours(2))));
    }

    @Test
    void a_lowered_limit_moves_the_promise() {
        account.hold(DAY.of(30));
        account.hold(DAY.after(Duration.ofHours(1)).of(30));
        var now = DAY.after(Duration.ofHours(2)).limitedTo(20);

        assertThat(opening(now.of(20))).isEqualTo(leaves(DAY.after(Duration.ofHours(1))));
    }

    @Test
    void who_only_waits_behind_others_is_promised_the_next_change() {
        account.hold(DAY.of(30));
        var now = DAY.after(Duration.ofHours(1));

        var reservation = account.decide(ledger -> ledger.reserve(List.of(now.of(1)), "day"::equals));

        assertThat(reservation)
                .isInstanceOfSatisfying(
                        Reservation.Short.class,
                        tooShort -> assertThat(tooShort.shortages())
                                .singleElement()
                                .satisfies(shortage -> {
                                    assertThat(shortage.queued()).isTrue();
                                    assertThat(shortage.opensAt()).isEqualTo(leaves(DAY));
                                }));
    }

    @Test
    void where_nothing_is_used_the_next_change_is_far_but_not_never() {
        var reservation = account.decide(ledger -> ledger.reserve(List.of(DAY.of(1)), "day"::equals));

        assertThat(((Reservation.Short) reservation).shortages().getFirst().opensAt())
                .isEqualTo(leaves(DAY));
    }

    @Test
    void settlement_release_and_late_usage_belong_to_the_bucket_of_the_hold() {
        var used = account.hold(DAY.of(30));
        var returned = account.hold(DAY.after(BUCKET).of(30));
        var late = account.hold(DAY.after(BUCKET.multipliedBy(2)).of(30));

        account.decide(ledger -> ledger.settle(used, new Consumption(20, 0, 0, 0, false)));
        account.decide(ledger -> ledger.release(returned));
        var inFull = account.decide(ledger -> ledger.settleOpen(late));
        account.decide(ledger -> ledger.settle(inFull, new Consumption(45, 0, 0, 0, false)));

        assertThat(account.balance(DAY)).isEqualTo(new Balance(100, 0, 20, 0));
        assertThat(account.balance(DAY.after(BUCKET))).isEqualTo(new Balance(100, 0, 0, 0));
        assertThat(account.balance(DAY.after(BUCKET.multipliedBy(2)))).isEqualTo(new Balance(100, 0, 45, 15));
        assertThat(account.lack(DAY.after(Duration.ofHours(1)).of(36)))
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.left()).isEqualTo(35));
    }

    @Test
    void late_usage_of_a_bucket_that_has_left_stands_in_nobodys_way() {
        var holds = account.hold(DAY.of(30));
        var later = DAY.at(leaves(DAY));
        account.hold(later.of(100));

        account.decide(ledger -> ledger.settle(holds, new Consumption(90, 0, 0, 0, false)));

        assertThat(account.balance(DAY)).isEqualTo(new Balance(100, 0, 90, 60));
        assertThat(account.counted(later).used()).isEqualTo(100);
    }

    @Test
    void a_decision_sees_what_it_has_returned_in_older_buckets() {
        var holds = account.hold(DAY.of(100));
        var now = DAY.after(Duration.ofHours(1));

        var reservation = account.decide(ledger -> {
            ledger.release(holds);
            return ledger.reserve(List.of(now.of(60), now.of(40)), budget -> false);
        });

        assertThat(reservation).isInstanceOf(Reservation.Placed.class);
        assertThat(account.counted(now).held()).isEqualTo(100);
    }

    @Test
    void rolling_and_other_budgets_are_held_all_or_none() {
        var calls = Claims.on("calls").in(Unit.REQUESTS).limitedTo(1);
        account.hold(calls.of(1));

        assertThat(account.lack(DAY.of(1), calls.of(1)))
                .extracting(shortage -> shortage.claim().budget())
                .containsExactly("calls");
        assertThat(account.counted(DAY)).isEqualTo(Balance.EMPTY);
    }

    @Test
    void the_largest_amounts_do_not_wrap_round_and_leave_again() {
        var boundless = DAY.limitedTo(Long.MAX_VALUE);
        account.hold(boundless.of(Long.MAX_VALUE));
        var next = boundless.after(BUCKET);
        account.decide(ledger -> ledger.settle(account.hold(next.of(0)), new Consumption(7, 0, 0, 0, false)));

        assertThat(account.lack(DAY.after(BUCKET).of(1))).hasSize(1);
        assertThat(opening(DAY.after(BUCKET).of(100))).isEqualTo(leaves(next));
        assertThat(opening(DAY.after(BUCKET).of(93))).isEqualTo(leaves(DAY));
        account.hold(DAY.at(leaves(DAY)).of(93));
    }

    private Instant opening(Claim claim) {
        return account.lack(claim).getFirst().opensAt();
    }

    private static Instant leaves(Claims claims) {
        return claims.key().window().countsUntil();
    }
}
