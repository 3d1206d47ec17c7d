package io.countersign.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One history of a product under all checks, from its seed to the end of every intent in it. */
final class Trial {

    /** How many inputs a seed stands for, unless more are asked for. */
    static final int INPUTS = 80;

    private static final int REMEMBERED = 40;

    private final long seed;
    private final int inputs;
    private final Product product;
    private final Bundles bundles;
    private final Deque<Step> last = new ArrayDeque<>();
    private long decisions;

    Trial(long seed, int inputs, Product product, Bundles bundles) {
        this.seed = seed;
        this.inputs = inputs;
        this.product = product;
        this.bundles = bundles;
    }

    /** Returns how many decisions were made if everything held; else throws a {@link Violation}. */
    long run() {
        var history = new History(seed, product, bundles, this::remember);
        history.run(inputs);
        history.drain();
        return decisions;
    }

    /** The decisions up to the one that was complained of. */
    List<String> trace() {
        return last.stream().map(Step::toString).toList();
    }

    private void remember(Step step) {
        decisions++;
        last.addLast(step);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }
}
