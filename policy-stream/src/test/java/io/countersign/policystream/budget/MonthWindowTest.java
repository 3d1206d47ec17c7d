package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonthWindowTest {

    @ParameterizedTest
    @CsvSource({
        "UTC,             2026-03-01T00:00:00Z,     2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "UTC,             2026-03-31T23:59:59.999Z, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "UTC,             2026-04-01T00:00:00Z,     2026-04-01T00:00:00Z, 2026-05-01T00:00:00Z",
        "UTC,             2028-02-29T12:00:00Z,     2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "UTC,             2026-12-31T23:59:59.999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        // a month with a day of 23 hours, and one with a day of 25
        "Europe/Vienna,   2026-03-15T00:00:00Z,     2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "Europe/Vienna,   2026-10-15T00:00:00Z,     2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "Europe/Vienna,   2026-03-31T21:59:59.999Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "Europe/Vienna,   2026-03-31T22:00:00Z,     2026-03-31T22:00:00Z, 2026-04-30T22:00:00Z",
        "Asia/Kathmandu,  2026-05-31T18:15:00Z,     2026-05-31T18:15:00Z, 2026-06-30T18:15:00Z",
        // here the clocks once went forward at midnight of the first: the month began at one o'clock
        "America/Asuncion, 2017-10-01T04:00:00Z,    2017-10-01T04:00:00Z, 2017-11-01T03:00:00Z",
    })
    void a_month_is_the_calendars_in_its_zone(ZoneId zone, Instant now, Instant opens, Instant closes) {
        var window = new MonthWindow(zone).at(now);

        assertThat(window.opens()).isEqualTo(opens);
        assertThat(window.closes()).isEqualTo(closes);
        assertThat(window.countsUntil()).isEqualTo(closes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Vienna", "America/Asuncion", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo"})
    void months_follow_each_other_without_gap_or_overlap(String zone) {
        var months = new MonthWindow(ZoneId.of(zone));
        var window = months.at(Instant.parse("2005-01-15T00:00:00Z"));

        for (int i = 0; i < 12 * 40; i++) {
            var next = months.at(window.closes());

            assertThat(next.opens()).isEqualTo(window.closes());
            assertThat(months.at(next.opens().minus(1, ChronoUnit.MILLIS))).isEqualTo(window);
            window = next;
        }
    }

    @Test
    void a_month_names_itself_by_its_opening_and_its_length() {
        var window = new MonthWindow(ZoneOffset.UTC).at(Instant.parse("2026-11-21T23:11:12Z"));

        assertThat(window.text()).isEqualTo("2026-11-01T00:00:00Z/PT720H");
        assertThat(window.spanText()).isEqualTo(window.text());
    }
}
