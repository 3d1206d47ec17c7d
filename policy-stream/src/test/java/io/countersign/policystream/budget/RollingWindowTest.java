package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingWindowTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT24H, 2026-03-01T12:09:59.999Z, 2026-03-01T12:00:00Z, PT10M",
        "PT24H, 2026-03-01T12:10:00Z,     2026-03-01T12:10:00Z, PT10M",
        "PT24M, 2026-03-01T12:00:19Z,     2026-03-01T12:00:10Z, PT10S",
        // 10 min / 144 is no whole number of milliseconds: the bucket is a little longer
        "PT10M, 1970-01-01T00:00:04.167Z, 1970-01-01T00:00:04.167Z, PT4.167S",
        "PT0.001S, 1970-01-01T00:00:00.007Z, 1970-01-01T00:00:00.007Z, PT0.001S",
        "PT24H, 1969-12-31T23:59:00Z,     1969-12-31T23:50:00Z, PT10M",
    })
    void the_current_bucket_contains_the_present(Duration period, Instant now, Instant opens, Duration length) {
        var window = new RollingWindow(period).at(now);

        assertThat(window).isEqualTo(new Window(opens, length, period));
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S", "PT1S", "PT1M", "PT10M", "PT24M", "PT1H", "PT24H", "P30D", "P366D", "PT7.777S"})
    void what_counts_together_covers_every_true_period_and_little_more(Duration period) {
        var rule = new RollingWindow(period);
        var random = new Random(period.toMillis());

        for (int i = 0; i < 1_000; i++) {
            var now = NOON.plusMillis(random.nextLong(Duration.ofDays(400).toMillis()));
            var current = rule.at(now);
            var oldestInstant = now.minus(period).plusMillis(1);

            assertThat(current.countsWith(rule.at(oldestInstant))).isTrue();
            assertThat(current.countsFrom()).isBeforeOrEqualTo(oldestInstant);
            assertThat(current.countsWith(rule.at(current.countsFrom().minusMillis(1))))
                    .isFalse();
            assertThat(rule.at(current.countsUntil().minusMillis(1)).countsWith(current))
                    .isTrue();
            assertThat(rule.at(current.countsUntil()).countsWith(current)).isFalse();
            assertThat(current.countsWith(rule.at(current.closes()))).isFalse();
        }
    }

    @Test
    void buckets_of_another_period_or_length_do_not_count_together() {
        var day = new RollingWindow(Duration.ofHours(24)).at(NOON);

        assertThat(day.countsWith(new Window(NOON, Duration.ofMinutes(10)))).isFalse();
        assertThat(day.countsWith(new Window(NOON, Duration.ofMinutes(10), Duration.ofHours(23))))
                .isFalse();
        assertThat(day.countsWith(new Window(NOON, Duration.ofMinutes(9), Duration.ofHours(24))))
                .isFalse();
        assertThat(new FixedWindow(Duration.ofMinutes(10)).at(NOON).countsWith(day))
                .isFalse();
    }

    @Test
    void a_bucket_is_known_by_its_text() {
        var rule = new RollingWindow(Duration.ofHours(24));
        var bucket = rule.at(NOON);

        assertThat(bucket.text()).isEqualTo("2026-03-01T12:00:00Z/PT10M/PT24H");
        assertThat(bucket.spanText()).isEqualTo("2026-02-28T12:10:00Z/PT24H");
        assertThat(bucket.countsWith(bucket.text())).isTrue();
        assertThat(bucket.countsWith("2026-02-28T12:00:00Z/PT10M/PT24H")).isTrue();
        assertThat(bucket.countsWith("2026-02-28T11:50:00Z/PT10M/PT24H")).isFalse();
        assertThat(bucket.countsWith("2026-03-01T12:10:00Z/PT10M/PT24H")).isFalse();
        assertThat(bucket.countsWith("2026-03-01T12:00:00Z/PT10M")).isFalse();
        assertThat(bucket.countsWith("noon/PT10M/PT24H")).isFalse();
        assertThat(bucket.countsWith("")).isFalse();
    }

    @Test
    void a_period_lasts_a_millisecond_at_least() {
        assertThatThrownBy(() -> new RollingWindow(Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
