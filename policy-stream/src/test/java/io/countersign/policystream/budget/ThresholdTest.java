package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When it is told how much of a budget is spent. */
class ThresholdTest {
    private static final Claims CHAT = Claims.on("chat").limitedTo(1_000);
    private static final Claims DAY =
            Claims.on("day").over(new RollingWindow(Duration.ofHours(24))).limitedTo(1_000);
    private static final Duration BUCKET = Duration.ofMinutes(10);

    private final Account account = new Account();

    @ParameterizedTest
    @CsvSource({
        "499, 1000, 0",
        "500, 1000, 50",
        "799, 1000, 50",
        "800, 1000, 80",
        "999, 1000, 80",
        "1000, 1000, 100",
        "1001, 1000, 100",
        // of an odd limit the share is the next whole number
        "50, 101, 0",
        "51, 101, 50",
        "80, 101, 50",
        "81, 101, 80",
        "0, 1, 0",
        "1, 1, 100",
        "0, 0, 0",
        "1, 0, 100",
        "4611686018427387903, 9223372036854775807, 0",
        "4611686018427387904, 9223372036854775807, 50",
        "9223372036854775807, 9223372036854775807, 100",
    })
    void a_share_is_reached_at_it_and_not_below(long settled, long limit, int highest) {
        assertThat(Threshold.LEVELS.stream()
                        .filter(percent -> Threshold.isReached(settled, limit, percent))
                        .reduce(0, Math::max))
                .isEqualTo(highest);
    }

    @Test
    void what_is_only_held_is_not_told() {
        var told = account.decide(ledger -> {
            ledger.reserve(List.of(CHAT.of(1_000)), budget -> false);
            return ledger.reached(Claims.NOON);
        });

        assertThat(told).isEmpty();
    }

    @Test
    void each_level_is_told_when_it_is_reached_and_once() {
        assertThat(spend(CHAT, 499)).isEmpty();
        assertThat(spend(CHAT, 1)).containsExactly(50);
        assertThat(spend(CHAT, 299)).isEmpty();
        assertThat(spend(CHAT, 1)).containsExactly(80);
        assertThat(spend(CHAT, 200)).containsExactly(100);
        assertThat(account.balance(CHAT)).isEqualTo(new Balance(1_000, 0, 1_000, 0, 100));
    }

    @Test
    void one_settlement_may_reach_them_all() {
        assertThat(spend(CHAT, 1_000)).containsExactly(50, 80, 100);
    }

    @Test
    void usage_above_the_hold_reaches_them_too() {
        var holds = account.hold(CHAT.of(10));

        assertThat(settle(holds, 800, Claims.NOON)).containsExactly(50, 80);
    }

    @Test
    void a_correction_below_a_level_does_not_make_it_news_again() {
        var first = account.hold(CHAT.of(600));
        assertThat(settle(first, 600, Claims.NOON)).containsExactly(50);
        var holds = account.hold(CHAT.of(400));
        assertThat(settle(holds, 200, Claims.NOON)).containsExactly(80);
        var closed = List.of(new Hold("chat", Unit.TOKENS, CHAT.of(1).window(), 600, 600, 0, false));

        assertThat(settle(closed, 0, Claims.NOON)).isEmpty();
        assertThat(spend(CHAT, 700)).isEmpty();
        assertThat(spend(CHAT, 100)).containsExactly(100);
    }

    @Test
    void the_next_window_begins_anew_and_late_usage_is_told_of_its_own() {
        var late = account.hold(CHAT.of(500));
        var next = CHAT.after(Duration.ofMinutes(10));
        assertThat(spend(next, 500)).containsExactly(50);

        var told = account.decide(ledger -> {
            ledger.settle(late, tokens(500));
            return ledger.reached(next.at());
        });

        assertThat(told).singleElement().satisfies(threshold -> {
            assertThat(threshold.window()).isEqualTo(late.getFirst().window());
            assertThat(threshold.percent()).isEqualTo(50);
            assertThat(threshold.balance()).isEqualTo(new Balance(1_000, 0, 500, 0));
        });
    }

    @Test
    void the_limit_is_that_of_the_last_hold() {
        spend(CHAT, 499);

        assertThat(spend(CHAT.limitedTo(2_000), 300)).isEmpty();
        assertThat(spend(CHAT.limitedTo(900), 1)).containsExactly(50, 80);
    }

    @Test
    void of_a_rolling_budget_all_that_counts_is_told() {
        assertThat(spend(DAY, 400)).isEmpty();
        assertThat(spend(DAY.after(BUCKET), 99)).isEmpty();

        var holds = account.hold(DAY.after(BUCKET.multipliedBy(2)).of(1));
        var told = account.decide(ledger -> {
            ledger.settle(holds, tokens(1));
            return ledger.reached(DAY.after(BUCKET.multipliedBy(3)).at());
        });

        assertThat(told).singleElement().satisfies(threshold -> {
            assertThat(threshold.percent()).isEqualTo(50);
            assertThat(threshold.balance()).isEqualTo(new Balance(1_000, 0, 500, 0));
            assertThat(threshold.window().opens())
                    .isEqualTo(DAY.after(BUCKET.multipliedBy(3)).at());
        });
    }

    @Test
    void of_a_rolling_budget_a_level_is_news_again_when_the_bucket_that_told_it_has_left() {
        var leaves = DAY.at(DAY.of(0).window().countsUntil());
        assertThat(spend(DAY, 500)).containsExactly(50);
        assertThat(spend(DAY.after(BUCKET), 100)).isEmpty();

        assertThat(spend(leaves.after(BUCKET.negated()), 100)).isEmpty();
        assertThat(spend(leaves, 299)).isEmpty();
        assertThat(spend(leaves, 1)).containsExactly(50);
    }

    @Test
    void of_a_rolling_budget_a_level_stays_told_though_its_bucket_is_corrected_to_nothing() {
        spendAndCorrectToNothing(DAY.of(500));

        assertThat(spend(DAY.after(BUCKET), 500)).isEmpty();
        assertThat(spend(DAY.after(BUCKET), 300)).containsExactly(80);
    }

    @Test
    void of_a_rolling_budget_nothing_leaves_that_was_only_told() {
        spendAndCorrectToNothing(DAY.of(1_000));
        var later = DAY.after(BUCKET.multipliedBy(3));
        account.hold(later.of(600));

        assertThat(account.lack(later.of(600)))
                .singleElement()
                .satisfies(shortage -> assertThat(shortage.opensAt())
                        .isEqualTo(later.of(0).window().countsUntil()));
    }

    @Test
    void what_is_booked_into_a_bucket_that_has_left_is_not_told() {
        var holds = account.hold(DAY.of(500));

        assertThat(settle(holds, 500, DAY.of(0).window().countsUntil())).isEmpty();
    }

    private void spendAndCorrectToNothing(Claim claim) {
        var holds = account.hold(claim);
        var settled = account.decide(ledger -> {
            var closed = ledger.settle(holds, null);
            assertThat(ledger.reached(DAY.at())).isNotEmpty();
            return closed;
        });
        account.decide(ledger -> ledger.settle(settled, tokens(0)));
        assertThat(account.counted(DAY).used()).isZero();
    }

    private List<Integer> spend(Claims budget, long amount) {
        return settle(account.hold(budget.of(amount)), amount, budget.at());
    }

    private List<Integer> settle(List<Hold> holds, long amount, Instant now) {
        return account.decide(ledger -> {
            ledger.settle(holds, tokens(amount));
            return ledger.reached(now).stream().map(Threshold::percent).toList();
        });
    }

    private static Consumption tokens(long amount) {
        return new Consumption(amount, 0, 0, 0, false);
    }
}
