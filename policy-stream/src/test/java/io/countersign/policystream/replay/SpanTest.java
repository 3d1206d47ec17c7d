package io.countersign.policystream.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far before the decisions that it compares a backtest begins. */
class SpanTest {

    private static final Instant FROM = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // what is shorter than the labels of implicit sessions last is warmed up with them
        "10m, 10m, PT48H",
        "1h, 24h, PT48H",
        "25h, 1h, PT50H",
        "1h, rolling 144h, PT288H",
    })
    void it_warms_up_for_twice_the_longest_time_that_anything_counts(String budget, String counter, Duration warmUp) {
        var span = Span.of(policy(budget, counter), FROM, FROM.plusSeconds(1));

        assertThat(Duration.between(span.warmUp(), FROM)).isEqualTo(warmUp);
        assertThat(Duration.between(span.begin(), span.warmUp())).isEqualTo(Duration.ofDays(30));
    }

    private static Policy policy(String budget, String counter) {
        var bundle = Bundle.read("""
                kind: Action
                name: a
                parameters: {}
                ---
                kind: Budget
                name: b
                actions: [a]
                unit: requests
                window: %s
                limit: 1
                ---
                kind: Counter
                name: c
                actions: [a]
                window: %s
                """.formatted(budget, counter));
        return ((Bundle.Loaded) bundle).policy();
    }
}
