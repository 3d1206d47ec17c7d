package io.countersign.policystream.policy;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.Optional;

/** Durations as policy documents write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 4h}, {@code 30d}. */
final class Durations {
    static final String FORM = "a duration such as 500ms, 10s, 5m, 4h or 30d";

    /** At most twelve digits: no such number of days overflows a {@link Duration}. */
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,11})(ms|s|m|h|d)");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /** The duration in its largest whole unit, as {@link #parse} reads it. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0 && seconds > 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
