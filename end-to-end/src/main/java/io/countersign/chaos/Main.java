package io.countersign.chaos;

import io.countersign.stack.StackException;
import io.countersign.stack.cli.LauncherLog;
import java.time.Duration;
import java.util.List;

/** {@code ./countersign chaos NAME}: what the launcher runs in a JVM of its own. */
public final class Main {

    private Main() {}

    /**
     * Exit status: 0 well, 1 something did not hold, 2 wrong usage.
     *
     * @param arguments {@code executors KILLS MILLIS-BETWEEN SEED}, {@code outage INTENTS SECONDS}, {@code streams STREAMS
     *     KILLS SEED}, or {@code doors [strings=FILE] [documents=DIR]}
     */
    public static void main(String[] arguments) throws Exception {
        LauncherLog.configure();
        System.exit(run(new Results(System.out), List.of(arguments)));
    }

    private static int run(Results results, List<String> words) throws Exception {
        try {
            if (words.size() == 4 && words.getFirst().equals("executors")) {
                var between = Duration.ofMillis(Long.parseLong(words.get(2)));
                var chaos = new ExecutorsChaos(
                        results, Integer.parseInt(words.get(1)), between, Long.parseLong(words.get(3)));
                return chaos.run() ? 0 : 1;
            }
            if (words.size() == 3 && words.getFirst().equals("outage")) {
                var lasts = Duration.ofSeconds(Long.parseLong(words.get(2)));
                return new OutageChaos(results, Integer.parseInt(words.get(1)), lasts).run() ? 0 : 1;
            }
            if (words.size() == 4 && words.getFirst().equals("streams")) {
                var plan = new StreamsChaos.Plan(
                        Integer.parseInt(words.get(1)),
                        400,
                        Duration.ofMillis(250),
                        Integer.parseInt(words.get(2)),
                        Duration.ofSeconds(8),
                        Long.parseLong(words.get(3)));
                return new StreamsChaos(results, plan).run() ? 0 : 1;
            }
            if (!words.isEmpty() && words.getFirst().equals("doors")) {
                var plan = DoorsChaos.Plan.of(words.subList(1, words.size()));
                if (plan.isPresent()) {
                    return new DoorsChaos(results, plan.get()).run() ? 0 : 1;
                }
            }
            return 2;
        } catch (StackException broken) {
            System.err.println("countersign: " + broken.getMessage());
            return 1;
        }
    }
}
