package io.countersign.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints what came of it, as lines that scripts can read. */
final class Results {

    private static final int MOST_TOLD = 20;

    private final PrintStream out;

    Results(PrintStream out) {
        this.out = out;
    }

    /** What was counted. */
    void count(String name, long value, String unit) {
        line("RESULT %s %d %s".formatted(name, value, unit));
    }

    /** What took time. */
    void seconds(String name, Duration value) {
        line(String.format(Locale.ROOT, "RESULT %s %.1f s", name, value.toMillis() / 1000.0));
    }

    /** What a reader of the results should know. */
    void note(String words) {
        line("# " + words);
    }

    /** What did not hold; true if there is nothing to tell. */
    boolean violations(List<String> violations) {
        violations.stream().limit(MOST_TOLD).forEach(violation -> line("VIOLATION " + violation));
        count("violations", violations.size(), "violations");
        return violations.isEmpty();
    }

    private void line(String words) {
        out.println(words);
        out.flush();
    }
}
