package io.countersign.benchmarks;

import io.countersign.stack.cli.LauncherLog;
import java.util.Arrays;

/** {@code ./countersign bench NAME}: prints {@code RESULT <name> <value> <unit>} lines. */
public final class Main {

    private Main() {}

    /** Exit status: 0 well, 1 something failed or was missed, 2 wrong usage. */
    public static void main(String[] arguments) throws Exception {
        LauncherLog.configure();
        var results = new Results(System.out);
        switch (String.join(" ", arguments)) {
            case "smoke" -> System.exit(SmokeBench.run(results) ? 0 : 1);
            case "commit-interval" -> System.exit(CommitIntervalBench.run(results) ? 0 : 1);
            default -> {
                System.err.println("countersign: no such benchmark: '%s' (there are: smoke, commit-interval)"
                        .formatted(String.join(" ", Arrays.asList(arguments))));
                System.exit(2);
            }
        }
    }
}
