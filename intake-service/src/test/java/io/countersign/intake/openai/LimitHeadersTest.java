package io.countersign.intake.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.waiting.BudgetWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitHeadersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void of_several_budgets_the_tightest_speaks() {
        var headers = LimitHeaders.of(
                List.of(
                        budget("month", "tokens", 10_000, 900),
                        budget("ten-minutes", "tokens", 2_000, 158),
                        budget("calls", "requests", 10, -1),
                        budget("money", "cost-micros", 5, 5)),
                NOW);

        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "x-ratelimit-limit-tokens", "2000",
                        "x-ratelimit-remaining-tokens", "158",
                        "x-ratelimit-reset-tokens", "6m0s",
                        "x-ratelimit-limit-requests", "10",
                        "x-ratelimit-remaining-requests", "0",
                        "x-ratelimit-reset-requests", "6m0s"));
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, 0ms",
        "PT0.012S, 12ms",
        "PT1S, 1s",
        "PT59.9S, 59s",
        "PT1M, 1m0s",
        "PT1H30S, 1h0m30s",
        "PT49H, 49h0m0s"
    })
    void a_duration_is_written_as_openai_does(Duration duration, String words) {
        assertThat(LimitHeaders.inWords(duration)).isEqualTo(words);
    }

    private static BudgetWindow budget(String name, String unit, long limit, long left) {
        return new BudgetWindow(name, unit, "w/PT10M", limit, left, NOW.plusSeconds(360));
    }
}
