package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which refusals turn out to have been needless. The limit is 100 here, and 80 of it are held. */
class HindsightTest {
    private static final String ANA = "acme/ana";
    private static final Instant NOON = Claims.NOON;
    private static final Claims CHAT = Claims.on("chat");
    private static final Claims COST = Claims.on("cost").in(Unit.COST_MICROS);

    private final Hindsight hindsight = new Hindsight();

    @ParameterizedTest
    @CsvSource({"69, 1", "70, 1", "71, 0", "80, 0", "90, 0"})
    void it_would_have_fitted_if_what_was_used_leaves_room_for_it(long used, int needless) {
        refused(shortage(CHAT, 30, 80));

        assertThat(closed(CHAT, 80, used, NOON)).hasSize(needless);
    }

    @Test
    void each_is_told_once_by_the_budget_that_was_short() {
        refused(shortage(CHAT, 30, 80));

        assertThat(closed(CHAT, 40, 30, NOON)).containsExactly("chat");
        assertThat(closed(CHAT, 40, 30, NOON)).isEmpty();
    }

    @Test
    void all_holds_of_then_count_together_and_usage_above_one_counts_against_it() {
        refused(shortage(CHAT, 30, 80));

        assertThat(closed(CHAT, 20, 15, NOON)).isEmpty();
        assertThat(closed(CHAT, 20, 25, NOON)).isEmpty();
        assertThat(closed(CHAT, 20, 11, NOON)).isEmpty();
        assertThat(closed(CHAT, 20, 19, NOON)).containsExactly("chat");
    }

    @Test
    void what_was_held_afterwards_did_not_stand_in_its_way() {
        refused(shortage(CHAT, 30, 80));

        assertThat(closed(CHAT, 80, 0, NOON.plusMillis(1))).isEmpty();
        assertThat(closed(CHAT, 80, 0, NOON)).containsExactly("chat");
    }

    @Test
    void every_budget_that_was_short_must_have_had_room() {
        refused(shortage(CHAT, 30, 80), shortage(COST, 30, 80));

        assertThat(closed(COST, 80, 0, NOON)).isEmpty();
        assertThat(closed(CHAT, 80, 0, NOON)).containsExactly("chat");
    }

    @Test
    void other_windows_budgets_and_owners_are_others() {
        refused(shortage(CHAT, 30, 80));

        assertThat(closed(CHAT.after(Duration.ofMinutes(10)), 80, 0, NOON)).isEmpty();
        assertThat(closed(COST, 80, 0, NOON)).isEmpty();
        assertThat(hindsight.closed("acme/bob", closing(CHAT, 80, 0, NOON))).isEmpty();
    }

    @Test
    void the_buckets_of_a_rolling_budget_count_together() {
        var day = Claims.on("day").over(new RollingWindow(Duration.ofHours(24)));
        refused(shortage(day.after(Duration.ofHours(3)), 30, 80));

        assertThat(closed(day, 80, 70, NOON)).containsExactly("day");
    }

    @Test
    void what_never_fits_or_only_had_to_queue_was_not_refused_for_a_hold() {
        refused(shortage(CHAT, 101, 80));
        hindsight.refused(ANA, List.of(new Shortage(CHAT.of(10), used(80), true, NOON)), NOON);

        assertThat(closed(CHAT, 80, 0, NOON)).isEmpty();
    }

    @Test
    void of_many_refusals_in_a_window_the_latest_are_remembered() {
        for (int refusals = 0; refusals < 2 * Hindsight.MOST_REFUSALS; refusals++) {
            refused(shortage(CHAT, 30, 80));
        }

        assertThat(closed(CHAT, 80, 0, NOON)).hasSize(Hindsight.MOST_REFUSALS);
    }

    @Test
    void of_many_windows_those_looked_at_lately_are_remembered() {
        refused(shortage(CHAT, 30, 80));
        for (int windows = 1; windows <= Hindsight.MOST_WINDOWS; windows++) {
            refused(shortage(CHAT.after(Duration.ofMinutes(10L * windows)), 30, 80));
        }

        assertThat(closed(CHAT, 80, 0, NOON)).isEmpty();
        assertThat(closed(CHAT.after(Duration.ofMinutes(10)), 80, 0, NOON)).containsExactly("chat");
    }

    private void refused(Shortage... shortages) {
        hindsight.refused(ANA, List.of(shortages), NOON);
    }

    private List<String> closed(Claims budget, long held, long used, Instant placedAt) {
        return hindsight.closed(ANA, closing(budget, held, used, placedAt));
    }

    private static Closing closing(Claims budget, long held, long used, Instant placedAt) {
        return new Closing(Hold.placed(budget.of(held)).settledAt(used), placedAt, true);
    }

    private static Shortage shortage(Claims budget, long amount, long used) {
        return new Shortage(budget.of(amount), used(used), false, NOON);
    }

    private static Balance used(long amount) {
        return new Balance(100, amount, 0, 0);
    }
}
