package io.countersign.benchmarks;

import io.countersign.benchmarks.RuleCatalogue.Likeness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a decision costs among 10,000 rules for 1,000 actions, beside 10 rules for one, and what the rules take of the heap:
 * the pure core, on one thread. It is told of rules that differ in amounts, and of rules that look at nothing in common.
 */
final class RulesBench {

    private static final long SEED = 20261122;
    private static final int ACTIONS = 1_000;

    /** What is compiled of rules that have nothing in common is more than a bundle may have of a thousand actions. */
    private static final int UNLIKE_ACTIONS = 500;

    private static final int DECISIONS = 50_000;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final double AIM = 1.3;
    private static final double MEGABYTE = 1_000_000;

    /** Decisions about so few of the actions show whether the rules cost the time, or the memory that they take. */
    private static final List<Integer> FEW_TOUCHED = List.of(10, 100);

    private RulesBench() {}

    static void run(Results results) {
        run(results, "policy-rules", Likeness.ALIKE, ACTIONS);
        run(results, "policy-rules-unlike", Likeness.UNLIKE, UNLIKE_ACTIONS);
        results.note("each action has ten rules; aim: at most %.1f times".formatted(AIM));
    }

    private static void run(Results results, String kind, Likeness likeness, int actions) {
        var name = kind + "-" + actions * RuleCatalogue.RULES_EACH;
        var touched = Stream.concat(FEW_TOUCHED.stream(), Stream.of(actions)).toList();
        var few = RuleCatalogue.of(1, likeness);
        long before = heapInUse();
        long begun = System.nanoTime();
        var many = RuleCatalogue.of(actions, likeness);
        long loaded = System.nanoTime();
        results.print(name + "-heap_synthetic", (heapInUse() - before) / MEGABYTE, "MB");
        results.print(name + "-loading_synthetic", (loaded - begun) / 1e9, "s");
        var ofFew = new ArrayList<Double>();
        var ofMany = new HashMap<Integer, List<Double>>();
        var random = new Random(SEED);
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            var measured = round < 0 ? new ArrayList<Double>() : ofFew;
            measured.add(few.nanosPerDecision(DECISIONS, 1, random));
            for (int some : touched) {
                var measuredOfMany = round < 0 ? new HashMap<Integer, List<Double>>() : ofMany;
                measuredOfMany
                        .computeIfAbsent(some, first -> new ArrayList<>())
                        .add(many.nanosPerDecision(DECISIONS, some, random));
            }
        }
        double among10 = median(ofFew);
        results.print(kind + "-10_synthetic", among10 / 1_000, "us/decision");
        for (int some : touched) {
            double amongAll = median(ofMany.getOrDefault(some, List.of()));
            var told = some == actions ? name : name + "-at-%d-actions".formatted(some);
            results.print(told + "_synthetic", amongAll / 1_000, "us/decision");
            results.print(told + "-of-10_synthetic", amongAll / among10, "times");
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
