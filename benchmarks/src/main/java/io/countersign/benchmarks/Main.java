package io.countersign.benchmarks;

import java.util.Arrays;

/** {@code ./countersign bench NAME}: prints {@code RESULT <name> <value> <unit>} lines. */
public final class Main {

    private Main() {}

    /** Exit status: 0 well, 1 something failed or was missed, 2 wrong usage. */
    public static void main(String[] arguments) throws Exception {
        var name = arguments.length == 0 ? "" : arguments[0];
        var options = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        if (name.equals("smoke") && options.isEmpty()) {
            System.exit(SmokeBench.run(new Results(System.out)) ? 0 : 1);
        }
        System.err.println("countersign: no such benchmark: " + String.join(" ", arguments) + " (there is: smoke)");
        System.exit(2);
    }
}
