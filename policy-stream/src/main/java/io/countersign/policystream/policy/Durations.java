package io.countersign.policystream.policy;

import io.countersign.contract.DurationText;
import java.time.Duration;
import java.util.Optional;

/** Durations as policy documents write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 4h}, {@code 30d}. */
final class Durations {
    static final String FORM = DurationText.FORM;

    private Durations() {}

    static Optional<Duration> parse(String text) {
        return DurationText.parse(text);
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
