package io.countersign.policystream.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.MonthWindow;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.WindowRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SumsTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final WindowRule DAY = new RollingWindow(Duration.ofHours(24));
    private static final WindowRule HOUR = new FixedWindow(Duration.ofHours(1));
    private static final Duration BUCKET = Duration.ofMinutes(10);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    @Test
    void nothing_counts_where_nothing_was_added() {
        var nothing = Sums.nothing(DAY.at(MIDNIGHT));

        assertThat(nothing.counted(DAY.at(MIDNIGHT))).isZero();
        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.lapses()).isEmpty();
    }

    @Test
    void ten_times_a_tenth_is_one() {
        var sums = Sums.nothing(HOUR.at(MIDNIGHT));
        for (int i = 0; i < 10; i++) {
            sums = sums.plus(HOUR.at(MIDNIGHT), new BigDecimal("0.1"));
        }

        assertThat(sums.counted(HOUR.at(MIDNIGHT)).doubleValue()).isEqualTo(1.0);
    }

    @Test
    void a_fixed_window_begins_anew_at_its_first_instant() {
        var sums = added(HOUR, MIDNIGHT.minus(MILLISECOND), 5);

        assertThat(counted(sums, HOUR, MIDNIGHT.minus(MILLISECOND))).isEqualTo(5);
        assertThat(counted(sums, HOUR, MIDNIGHT)).isZero();
        assertThat(sums.lapses()).contains(MIDNIGHT);
        assertThat(sums.at(MIDNIGHT.minus(MILLISECOND))).isEqualTo(sums);
        assertThat(sums.at(MIDNIGHT).isEmpty()).isTrue();
    }

    @Test
    void a_rolling_window_counts_the_current_bucket_and_the_144_before_it() {
        var sums = added(DAY, MIDNIGHT, 5);
        var leaves = MIDNIGHT.plus(Duration.ofHours(24)).plus(BUCKET);

        assertThat(counted(sums, DAY, leaves.minus(MILLISECOND))).isEqualTo(5);
        assertThat(counted(sums, DAY, leaves)).isZero();
        assertThat(sums.lapses()).contains(leaves);
    }

    @Test
    void what_was_added_in_one_bucket_is_one_sum_and_leaves_together() {
        var sums = added(DAY, MIDNIGHT, 5)
                .plus(DAY.at(MIDNIGHT.plus(BUCKET).minus(MILLISECOND)), BigDecimal.ONE)
                .plus(DAY.at(MIDNIGHT.plus(BUCKET)), BigDecimal.TEN);
        var firstLeaves = MIDNIGHT.plus(Duration.ofHours(24)).plus(BUCKET);

        assertThat(sums.buckets()).hasSize(2);
        assertThat(counted(sums, DAY, MIDNIGHT.plus(BUCKET))).isEqualTo(16);
        assertThat(counted(sums, DAY, firstLeaves)).isEqualTo(10);
        assertThat(sums.at(firstLeaves).buckets()).hasSize(1);
        assertThat(sums.lapses()).contains(firstLeaves.plus(BUCKET));
    }

    @Test
    void a_month_ends_where_its_zone_says() {
        var vienna = new MonthWindow(ZoneId.of("Europe/Vienna"));
        var sums = added(vienna, Instant.parse("2026-03-31T21:59:59.999Z"), 5);

        assertThat(counted(sums, vienna, Instant.parse("2026-03-01T00:00:00Z"))).isEqualTo(5);
        assertThat(counted(sums, vienna, Instant.parse("2026-03-31T22:00:00Z"))).isZero();
    }

    @Test
    void another_kind_of_window_begins_without_what_was_added_in_this_one() {
        var sums = added(DAY, MIDNIGHT, 5);

        assertThat(counted(sums, HOUR, MIDNIGHT)).isZero();
        assertThat(counted(sums, new RollingWindow(Duration.ofHours(12)), MIDNIGHT))
                .isZero();
        assertThat(counted(sums, new FixedWindow(BUCKET), MIDNIGHT)).isZero();
    }

    @Test
    void what_lapses_last_counts_also_if_months_of_another_zone_came_between() {
        var utc = new MonthWindow(ZoneId.of("UTC"));
        var tokyo = new MonthWindow(ZoneId.of("Asia/Tokyo"));
        var noon = Instant.parse("2026-03-15T12:00:00Z");
        var sums = added(utc, noon, 1).plus(tokyo.at(noon), BigDecimal.TWO).plus(utc.at(noon), BigDecimal.TEN);

        assertThat(counted(sums, utc, noon)).isEqualTo(11);
        assertThat(counted(sums, tokyo, noon)).isEqualTo(2);
        assertThat(sums.lapses()).contains(Instant.parse("2026-04-01T00:00:00Z"));
    }

    private static Sums added(WindowRule rule, Instant at, long amount) {
        return Sums.nothing(rule.at(at)).plus(rule.at(at), BigDecimal.valueOf(amount));
    }

    private static int counted(Sums sums, WindowRule rule, Instant at) {
        return sums.counted(rule.at(at)).intValueExact();
    }
}
