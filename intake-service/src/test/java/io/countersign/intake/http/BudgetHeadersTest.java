package io.countersign.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:03:00.400Z");
    private static final Instant OPENS = Instant.parse("2026-11-21T10:10:00Z");

    @Test
    void each_budget_says_its_quota_what_is_left_and_when_it_opens() {
        var decision = refused(
                OPENS,
                new BudgetWindow("chat", "tokens", "2026-11-21T10:00:00Z/PT10M", 50_000, 12, OPENS),
                new BudgetWindow("calls", "requests", "2026-11-21T10:00:00Z/PT10S", 3, 0, null));

        assertThat(BudgetHeaders.of(decision, NOW))
                .containsEntry("Retry-After", "420")
                .containsEntry(
                        "RateLimit-Policy", "\"chat\";q=50000;w=600;qu=\"tokens\", \"calls\";q=3;w=10;qu=\"requests\"")
                .containsEntry("RateLimit", "\"chat\";r=12;t=420, \"calls\";r=0");
    }

    @Test
    void what_can_never_fit_is_not_told_to_come_back_when_a_window_opens() {
        var window = new BudgetWindow("chat", "tokens", "2026-11-21T10:00:00Z/PT10M", 2_000, 2_000, OPENS);

        assertThat(BudgetHeaders.of(refused(null, window), NOW))
                .doesNotContainKey("Retry-After")
                .containsEntry("RateLimit", "\"chat\";r=2000;t=420");
    }

    @Test
    void the_length_of_a_month_is_that_of_this_month() {
        var window = new BudgetWindow(
                "m", "cost-micros", "2026-11-01T00:00:00Z/P1M", 1, 1, Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(BudgetHeaders.of(refused(null, window), NOW).get("RateLimit-Policy"))
                .isEqualTo("\"m\";q=1;w=2592000;qu=\"cost-micros\"");
    }

    @Test
    void an_overrun_leaves_nothing_rather_than_less() {
        var window = new BudgetWindow("m", "tokens", "odd", Long.MAX_VALUE, -5, OPENS);

        assertThat(BudgetHeaders.of(refused(null, window), NOW))
                .containsEntry("RateLimit", "\"m\";r=0;t=420")
                .containsEntry("RateLimit-Policy", "\"m\";q=999999999999999;qu=\"tokens\"");
    }

    @Test
    void whoever_comes_when_the_window_opens_waits_a_second() {
        assertThat(BudgetHeaders.of(refused(NOW.minusSeconds(5)), NOW))
                .containsOnly(java.util.Map.entry("Retry-After", "1"));
    }

    @Test
    void a_name_stays_within_its_quotes() {
        var window = new BudgetWindow("a\"\\\u00e4\n", "tokens", "2026-11-21T10:00:00Z/PT1S", 1, 1, null);

        assertThat(BudgetHeaders.of(refused(null, window), NOW).get("RateLimit"))
                .isEqualTo("\"a\\\"\\\\??\";r=1");
    }

    private static Decision refused(@Nullable Instant opensAt, BudgetWindow... budgets) {
        return new Decision("r", false, "i", "OVER_BUDGET", "REJECTED", 1L, List.of(), List.of(budgets), opensAt);
    }
}
