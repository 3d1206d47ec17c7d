package io.countersign.policystream.policy;

import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.MonthWindow;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.expression.Words;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Reads the fields {@code window} and {@code zone}. */
final class WindowReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String ROLLING = "rolling ";

    private WindowReader() {}

    static WindowRule read(Fields fields) {
        String text = fields.text("window").orElse("");
        if (text.equals("month")) {
            return new MonthWindow(zone(fields));
        }
        if (!fields.text("zone").orElse("UTC").equals("UTC")) {
            fields.problem("zone", "goes with window: month only; other windows are aligned to the epoch");
        }
        if (text.equals("rolling") || text.startsWith(ROLLING)) {
            return new RollingWindow(fields.durationIn(
                            "window", text.substring(ROLLING.length() - 1).strip(), SHORTEST, LONGEST)
                    .orElse(SHORTEST));
        }
        return new FixedWindow(
                fields.required("window", fields.optionalDuration("window", SHORTEST, LONGEST), SHORTEST));
    }

    private static ZoneId zone(Fields fields) {
        String zone = fields.text("zone").orElse("UTC");
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            fields.problem("zone", "'" + Words.clean(zone) + "' is not a time zone such as UTC or Europe/Vienna");
            return ZoneOffset.UTC;
        }
        return ZoneId.of(zone);
    }
}
