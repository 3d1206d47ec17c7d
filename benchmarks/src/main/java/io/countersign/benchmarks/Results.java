package io.countersign.benchmarks;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Prints results as lines that scripts can read. */
public final class Results {

    private final PrintStream out;

    Results(PrintStream out) {
        this.out = out;
    }

    /** One measured value. */
    public void print(String name, double value, String unit) {
        out.printf(Locale.ROOT, "RESULT %s %.3f %s%n", name, value, unit);
        out.flush();
    }

    /** Percentiles of a histogram of microseconds, in milliseconds. */
    public void latency(String name, Histogram micros) {
        print(name + "-p50", micros.getValueAtPercentile(50) / 1000.0, "ms");
        print(name + "-p99", micros.getValueAtPercentile(99) / 1000.0, "ms");
    }

    /** What a reader of the results should know. */
    public void note(String words) {
        out.println("# " + words);
        out.flush();
    }
}
