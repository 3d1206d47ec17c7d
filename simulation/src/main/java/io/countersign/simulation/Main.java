package io.countersign.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@code ./countersign simulate} starts. Its arguments are how many seeds, the first, the inputs of each, and the
 * planted bug, {@code all}, or nothing. The status is 0 if no guarantee was broken, or every planted bug was caught; else
 * 1; 2 if there is no such bug.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        long seeds = Long.parseLong(arguments[0]);
        long from = Long.parseLong(arguments[1]);
        int inputs = Integer.parseInt(arguments[2]);
        var planted = arguments[3];
        if (planted.isEmpty()) {
            var simulation = new Simulation(Product.REAL, new Bundles(), from, seeds, inputs);
            System.exit(simulation.run(Runtime.getRuntime().availableProcessors(), System.out) ? 0 : 1);
        }
        var plants = named(planted);
        if (plants.isEmpty()) {
            System.err.println("countersign: there is no bug '" + planted + "' to plant; there are: "
                    + Arrays.stream(Plant.values()).map(Plant::text).collect(Collectors.joining(", ")));
            System.exit(2);
        }
        System.exit(Plants.tell(plants, new Bundles(), from, seeds, inputs, System.out) ? 0 : 1);
    }

    private static List<Plant> named(String name) {
        return Arrays.stream(Plant.values())
                .filter(plant -> name.equals("all") || plant.text().equals(name))
                .toList();
    }
}
