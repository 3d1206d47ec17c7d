package io.countersign.benchmarks;

import io.countersign.benchmarks.RuleCatalogue.Likeness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a decision costs among 10,000 rules for 1,000 actions, beside 10 rules for one, and what the rules take of the heap:
 * the pure core, on one thread. It is told of rules that differ in amounts, and of rules that look at nothing in common.
 */
final class RulesBench {

    private static final long SEED = 20261122;
    private static final int ACTIONS = 1_000;
    private static final int DECISIONS = 50_000;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final double AIM = 1.3;
    private static final double MEGABYTE = 1_000_000;

    /** Decisions about so few of the actions show whether the rules cost the time, or the memory that they take. */
    private static final List<Integer> TOUCHED = List.of(10, 100, ACTIONS);

    private RulesBench() {}

    static void run(Results results) {
        run(results, "policy-rules", Likeness.ALIKE);
        run(results, "policy-rules-unlike", Likeness.UNLIKE);
        results.note("each action has ten rules; aim: at most %.1f times".formatted(AIM));
    }

    private static void run(Results results, String name, Likeness likeness) {
        var few = RuleCatalogue.of(1, likeness);
        long before = heapInUse();
        long begun = System.nanoTime();
        var many = RuleCatalogue.of(ACTIONS, likeness);
        long loaded = System.nanoTime();
        results.print(name + "-10000-heap_synthetic", (heapInUse() - before) / MEGABYTE, "MB");
        results.print(name + "-10000-loading_synthetic", (loaded - begun) / 1e9, "s");
        var ofFew = new ArrayList<Double>();
        var ofMany = new HashMap<Integer, List<Double>>();
        var random = new Random(SEED);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            var measured = round < 0 ? new ArrayList<Double>() : ofFew;
            measured.add(few.nanosPerDecision(DECISIONS, 1, random));
            for (int actions : TOUCHED) {
                var measuredOfMany = round < 0 ? new HashMap<Integer, List<Double>>() : ofMany;
                measuredOfMany
                        .computeIfAbsent(actions, first -> new ArrayList<>())
                        .add(many.nanosPerDecision(DECISIONS, actions, random));
            }
        }
        tell(results, name, median(ofFew), ofMany);
    }

    private static void tell(Results results, String name, double among10, Map<Integer, List<Double>> ofMany) {
        results.print(name + "-10_synthetic", among10 / 1_000, "us/decision");
        for (int actions : TOUCHED) {
            double among10000 = median(ofMany.getOrDefault(actions, List.of()));
            var touched = actions == ACTIONS ? "" : "-at-%d-actions".formatted(actions);
            results.print(name + "-10000" + touched + "_synthetic", among10000 / 1_000, "us/decision");
            results.print(name + "-10000" + touched + "-of-10_synthetic", among10000 / among10, "times");
        }
    }

    /** After everything went that nobody holds. */
    private static long heapInUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
