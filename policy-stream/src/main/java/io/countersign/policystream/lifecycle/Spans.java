package io.countersign.policystream.lifecycle;

import java.time.Duration;

/** Durations as people write them. */
final class Spans {

    private Spans() {}

    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    static String inWords(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 86_400 == 0 && seconds >= 86_400) {
            return seconds / 86_400 + " d";
        }
        if (seconds % 3_600 == 0 && seconds >= 3_600) {
            return seconds / 3_600 + " h";
        }
        if (seconds % 60 == 0 && seconds >= 60) {
            return seconds / 60 + " min";
        }
        return seconds >= 1 ? seconds + " s" : span.toMillis() + " ms";
    }
}
