package io.countersign.benchmarks;

import io.countersign.benchmarks.broker.BrokerBench;
import io.countersign.benchmarks.doors.DoorsBench;
import io.countersign.benchmarks.execution.ExecutionBench;
import io.countersign.benchmarks.execution.ExecutionBench.Part;
import io.countersign.benchmarks.users.UsersBench;
import io.countersign.stack.cli.LauncherLog;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** {@code ./countersign bench NAME}: prints {@code RESULT <name> <value> <unit>} lines. */
public final class Main {

    private Main() {}

    /** Exit status: 0 well, 1 something failed or was missed, 2 wrong usage. */
    public static void main(String[] arguments) throws Exception {
        LauncherLog.configure();
        var results = new Results(System.out);
        var words = List.of(arguments);
        if (words.equals(List.of("smoke"))) {
            System.exit(SmokeBench.run(results) ? 0 : 1);
        } else if (words.equals(List.of("execution"))) {
            System.exit(ExecutionBench.run(results, EnumSet.allOf(Part.class)) ? 0 : 1);
        } else if (String.join(" ", words).matches("execution --(overhead|blocked|stream|many)")) {
            var part = Part.valueOf(words.getLast().substring(2).toUpperCase(Locale.ROOT));
            System.exit(ExecutionBench.run(results, EnumSet.of(part)) ? 0 : 1);
        } else if (words.equals(List.of("doors"))) {
            System.exit(DoorsBench.run(results, EnumSet.allOf(DoorsBench.Part.class)) ? 0 : 1);
        } else if (String.join(" ", words).matches("doors --(post|decided|chat|channels)")) {
            var part = DoorsBench.Part.valueOf(words.getLast().substring(2).toUpperCase(Locale.ROOT));
            System.exit(DoorsBench.run(results, EnumSet.of(part)) ? 0 : 1);
        } else if (words.equals(List.of("commit-interval"))) {
            System.exit(CommitIntervalBench.run(results) ? 0 : 1);
        } else if (words.equals(List.of("policy"))) {
            RulesBench.run(results);
            boolean well = UsersBench.run(results, UsersBench.USERS);
            System.exit(BrokerBench.run(results) && well ? 0 : 1);
        } else if (words.equals(List.of("policy", "--rules"))) {
            RulesBench.run(results);
            System.exit(0);
        } else if (String.join(" ", words).matches("policy --users [1-9][0-9]{0,8}")) {
            System.exit(UsersBench.run(results, Integer.parseInt(words.getLast())) ? 0 : 1);
        } else if (words.size() == 3 && words.subList(0, 2).equals(List.of("policy", "--trace"))) {
            System.exit(PolicyBench.run(results, Path.of(words.getLast())) ? 0 : 1);
        } else {
            System.err.println(
                    "countersign: no such benchmark: '%s' (there are: smoke, execution [--overhead | --blocked | --stream | --many], doors [--post | --decided | --chat | --channels], commit-interval, policy [--rules | --users N | --trace FILE])"
                            .formatted(String.join(" ", words)));
            System.exit(2);
        }
    }
}
