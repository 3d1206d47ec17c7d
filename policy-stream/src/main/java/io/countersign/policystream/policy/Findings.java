package io.countersign.policystream.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong or doubtful while a bundle is read, by line of the stream. */
final class Findings {
    /** So many problems are told; whoever has more does not read them all. */
    static final int TOLD = 500;

    private record Finding(int line, String message) {}

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    void problem(int line, String message) {
        problems.add(new Finding(line, message));
    }

    void warning(int line, String message) {
        warnings.add(new Finding(line, message));
    }

    int problemCount() {
        return problems.size();
    }

    boolean clean() {
        return problems.isEmpty();
    }

    List<Problem> problems(FileMarkers files) {
        List<Problem> told = ordered(problems).stream()
                .map(finding -> new Problem(files.file(finding.line), files.line(finding.line), finding.message))
                .toList();
        if (problems.size() <= TOLD) {
            return told;
        }
        var shortened = new ArrayList<>(told);
        var last = told.getLast();
        shortened.add(new Problem(
                last.file(), last.line(), "and " + (problems.size() - TOLD) + " more problems after this one"));
        return shortened;
    }

    List<Warning> warnings(FileMarkers files) {
        return ordered(warnings).stream()
                .map(finding -> new Warning(files.file(finding.line), files.line(finding.line), finding.message))
                .toList();
    }

    private static List<Finding> ordered(List<Finding> findings) {
        return findings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Finding::line))
                .limit(TOLD)
                .toList();
    }
}
