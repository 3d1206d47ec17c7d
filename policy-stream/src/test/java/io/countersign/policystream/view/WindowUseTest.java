package io.countersign.policystream.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.budget.WindowRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowUseTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final RollingWindow ROLLING = new RollingWindow(DAY);

    @Test
    void of_a_window_that_stands_alone_its_own_use_counts_until_it_closes() {
        var fixed = new FixedWindow(DAY);

        var now = WindowUse.of(
                allowance(fixed),
                List.of(
                        use("b", fixed.at(NOON), 5, 7),
                        use("b", fixed.at(NOON.minus(DAY)), 100, 0),
                        use("c", fixed.at(NOON), 9, 9)));

        assertThat(now).isEqualTo(new WindowUse(7, 5, Instant.parse("2026-03-02T00:00:00Z")));
    }

    @Test
    void of_a_rolling_budget_all_buckets_count_that_have_not_left() {
        var oldest = ROLLING.at(NOON.minus(DAY));

        var now = WindowUse.of(
                allowance(ROLLING),
                List.of(
                        use("b", ROLLING.at(NOON), 5, 0),
                        use("b", oldest, 0, 7),
                        use("b", ROLLING.at(oldest.opens().minusMillis(1)), 0, 1_000),
                        use("b", new FixedWindow(Duration.ofMinutes(10)).at(NOON), 0, 1_000),
                        use("c", ROLLING.at(NOON), 9, 9)));

        assertThat(now).isEqualTo(new WindowUse(7, 5, NOON.plus(Duration.ofMinutes(10))));
    }

    @Test
    void what_nothing_has_touched_is_all_free() {
        assertThat(WindowUse.of(allowance(ROLLING), List.of()))
                .isEqualTo(new WindowUse(0, 0, NOON.plus(DAY).plus(Duration.ofMinutes(10))));
    }

    private static Claim allowance(WindowRule rule) {
        return new Claim("b", Unit.TOKENS, rule.at(NOON), 100, 0);
    }

    private static BudgetUse use(String name, Window window, long held, long settled) {
        return new BudgetUse(name, window.text(), "tokens", 100, held, settled, window.countsUntil());
    }
}
