package io.countersign.policystream.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong or doubtful while a bundle is read, by line of the stream. */
public final class Findings {
    /** So many problems are told; whoever has more does not read them all. */
    static final int TOLD = 100;

    /** So many are kept, some of them twice; what is found behind them is only counted. */
    private static final int KEPT = 10 * TOLD;

    /** What is wrong or doubtful, and on which line of the stream. */
    public record Finding(int line, String message) {}

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private int problemCount;

    public void problem(int line, String message) {
        problemCount++;
        if (problems.size() < KEPT) {
            problems.add(new Finding(line, message));
        }
    }

    public void warning(int line, String message) {
        if (warnings.size() < KEPT) {
            warnings.add(new Finding(line, message));
        }
    }

    public int problemCount() {
        return problemCount;
    }

    /** True if more is wrong than will be told: there is no use in reading on. */
    public boolean full() {
        return problems.size() >= KEPT;
    }

    public boolean clean() {
        return problems.isEmpty();
    }

    /** In the order of the stream, each once. */
    public List<Finding> problems() {
        var told = new ArrayList<>(ordered(problems));
        if (problemCount > told.size() && told.size() == TOLD) {
            told.add(new Finding(told.getLast().line(), "and more"));
        }
        return told;
    }

    /** In the order of the stream, each once. */
    public List<Finding> warnings() {
        return ordered(warnings);
    }

    private static List<Finding> ordered(List<Finding> findings) {
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Finding::line))
                .limit(TOLD)
                .toList();
    }
}
