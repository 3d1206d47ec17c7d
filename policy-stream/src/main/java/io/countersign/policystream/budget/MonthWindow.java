package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Calendar months of one zone: each opens with the first instant of its first day there, however long its days are. */
public record MonthWindow(ZoneId zone) implements WindowRule {

    @Override
    public Window at(Instant now) {
        LocalDate first = now.atZone(zone).toLocalDate().withDayOfMonth(1);
        Instant opens = first.atStartOfDay(zone).toInstant();
        Instant closes = first.plusMonths(1).atStartOfDay(zone).toInstant();
        return new Window(opens, Duration.between(opens, closes));
    }
}
