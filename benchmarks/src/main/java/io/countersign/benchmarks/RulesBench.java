package io.countersign.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a decision costs among 10,000 rules for 1,000 actions, beside 10 rules for one: the pure core, on one thread. */
final class RulesBench {

    private static final long SEED = 20261122;
    private static final int ACTIONS = 1_000;
    private static final int DECISIONS = 50_000;
    private static final int ROUNDS = 7;
    private static final double AIM = 1.3;

    private RulesBench() {}

    static void run(Results results) {
        var few = RuleCatalogue.of(1);
        var many = RuleCatalogue.of(ACTIONS);
        var ofFew = new ArrayList<Double>();
        var ofMany = new ArrayList<Double>();
        var random = new Random(SEED);
        few.nanosPerDecision(DECISIONS, random);
        many.nanosPerDecision(DECISIONS, random);
        for (int round = 0; round < ROUNDS; round++) {
            ofFew.add(few.nanosPerDecision(DECISIONS, random));
            ofMany.add(many.nanosPerDecision(DECISIONS, random));
        }
        double among10 = median(ofFew);
        double among10000 = median(ofMany);
        results.print("policy-rules-10_synthetic", among10 / 1_000, "us/decision");
        results.print("policy-rules-10000_synthetic", among10000 / 1_000, "us/decision");
        results.print("policy-rules-10000-of-10_synthetic", among10000 / among10, "times");
        results.note("each action has ten rules; aim: at most %.1f times".formatted(AIM));
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
