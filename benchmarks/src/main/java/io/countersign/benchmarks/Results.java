package io.countersign.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints results as lines that scripts can read. */
final class Results {

    private final PrintStream out;

    Results(PrintStream out) {
        this.out = out;
    }

    void print(String name, double value, String unit) {
        out.printf(Locale.ROOT, "RESULT %s %.3f %s%n", name, value, unit);
        out.flush();
    }

    /** Percentiles of a histogram of microseconds, in milliseconds. */
    void latency(String name, Histogram micros) {
        print(name + "-p50", micros.getValueAtPercentile(50) / 1000.0, "ms");
        print(name + "-p99", micros.getValueAtPercentile(99) / 1000.0, "ms");
    }

    void note(String words) {
        out.println("# " + words);
        out.flush();
    }
}
