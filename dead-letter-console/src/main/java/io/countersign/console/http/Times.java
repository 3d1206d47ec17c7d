package io.countersign.console.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the pages write them. */
final class Times {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String exact(Instant at) {
        return EXACT.format(at);
    }

    /** How far away it is, in one unit or two. */
    static String span(Duration span) {
        var seconds = Math.abs(span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        var minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        var hours = minutes / 60;
        if (hours < 48) {
            return minutes % 60 == 0 || hours >= 10 ? hours + " h" : hours + " h " + minutes % 60 + " min";
        }
        return hours / 24 + " d";
    }

    static String distance(Instant at, Instant now) {
        var span = Duration.between(now, at);
        return span.isNegative() ? span(span) + " ago" : "in " + span(span);
    }
}
