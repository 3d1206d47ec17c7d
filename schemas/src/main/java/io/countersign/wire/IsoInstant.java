package io.countersign.wire;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes instants as ISO 8601 in UTC with three digits of milliseconds: {@code 2026-01-31T09:08:07.006Z}. */
final class IsoInstant {
    // Years beyond 9999 get a sign, as ISO 8601 asks for.
    private static final DateTimeFormatter ANY_YEAR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private IsoInstant() {}

    /** The value of a timestamp field: an Instant in generated records, a Long in generic ones. */
    static void append(StringBuilder out, Object value) {
        appendMillis(out, value instanceof Instant instant ? instant.toEpochMilli() : (Long) value);
    }

    private static void appendMillis(StringBuilder out, long epochMillis) {
        var millis = Math.floorMod(epochMillis, 1000);
        var time = LocalDateTime.ofEpochSecond(Math.floorDiv(epochMillis, 1000L), millis * 1_000_000, ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > 9999) {
            ANY_YEAR.formatTo(time, out);
            return;
        }
        digits(out, time.getYear(), 1000).append('-');
        digits(out, time.getMonthValue(), 10).append('-');
        digits(out, time.getDayOfMonth(), 10).append('T');
        digits(out, time.getHour(), 10).append(':');
        digits(out, time.getMinute(), 10).append(':');
        digits(out, time.getSecond(), 10).append('.');
        digits(out, millis, 100).append('Z');
    }

    private static StringBuilder digits(StringBuilder out, int value, int highest) {
        for (var place = highest; place > 0; place /= 10) {
            out.append((char) ('0' + value / place % 10));
        }
        return out;
    }
}
