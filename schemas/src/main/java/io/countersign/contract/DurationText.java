package io.countersign.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as policies and requests write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 4h}, {@code 30d}. */
public final class DurationText {
    /** The form in words. */
    public static final String FORM = "a duration such as 500ms, 10s, 5m, 4h or 30d";

    /** At most twelve digits: no such number of days overflows a {@link Duration}. */
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,11})(ms|s|m|h|d)");

    private DurationText() {}

    public static Optional<Duration> parse(String text) {
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
}
