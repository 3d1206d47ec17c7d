package io.countersign.simulation;

import java.io.PrintStream;
import java.util.List;

/** Shows whether planted bugs are noticed. */
final class Plants {

    private static final int SHOWN = 160;

    private Plants() {}

    /** True if each one is noticed within so many seeds. */
    static boolean tell(List<Plant> plants, Bundles bundles, long from, long seeds, int inputs, PrintStream out) {
        boolean all = true;
        for (var plant : plants) {
            var found = new Simulation(plant, bundles, from, seeds, inputs).firstFailure();
            if (found == null) {
                out.printf("# %s%n", plant.what());
                out.printf("RESULT plant_%s survived %d seeds%n", plant.text(), seeds);
                all = false;
            } else {
                out.printf("# %s: %s%n", plant.what(), shortened(found.violation()));
                out.printf("RESULT plant_%s caught_after_seeds %d%n", plant.text(), found.seed() - from + 1);
            }
        }
        return all;
    }

    private static String shortened(Violation violation) {
        var line = violation.what().lines().findFirst().orElse("");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
