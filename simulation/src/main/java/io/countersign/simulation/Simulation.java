package io.countersign.simulation;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells one history for each seed, on as many cores as it is given, and stops at the first that breaks a guarantee. */
final class Simulation {

    private static final int TELL_EVERY_SECONDS = 10;

    private final Product product;
    private final Bundles bundles;
    private final long end;
    private final int inputs;
    private final AtomicLong next;
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong decisions = new AtomicLong();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    /** A seed whose history broke a guarantee. */
    record Failure(long seed, Trial trial, Violation violation) {}

    Simulation(Product product, Bundles bundles, long first, long seeds, int inputs) {
        this.product = product;
        this.bundles = bundles;
        this.end = Math.addExact(first, seeds);
        this.inputs = inputs;
        this.next = new AtomicLong(first);
    }

    /** True if every history kept the guarantees. */
    boolean run(int cores, PrintStream out) throws InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService workers = Executors.newFixedThreadPool(cores)) {
            for (int i = 0; i < cores; i++) {
                workers.execute(this::work);
            }
            workers.shutdown();
            while (!workers.awaitTermination(TELL_EVERY_SECONDS, TimeUnit.SECONDS)) {
                out.printf(Locale.ROOT, "# %d seeds, %.0f a second%n", told.get(), perSecond(begin));
            }
        }
        var found = failure.get();
        if (found != null) {
            tell(found, out);
        }
        out.printf(Locale.ROOT, "RESULT simulated_seeds %d seeds%n", told.get());
        out.printf(Locale.ROOT, "RESULT simulated_decisions %d decisions%n", decisions.get());
        out.printf(Locale.ROOT, "RESULT seeds_per_second %.0f seeds/s%n", perSecond(begin));
        out.printf(Locale.ROOT, "RESULT violations %d violations%n", found == null ? 0 : 1);
        return found == null;
    }

    /** The first seed that breaks a guarantee, one after another. */
    @Nullable
    Failure firstFailure() {
        work();
        return failure.get();
    }

    private void tell(Failure found, PrintStream out) {
        out.printf("VIOLATION in seed %d: %s%n", found.seed(), found.violation().what());
        out.println("The last decisions, the one complained of at the end:");
        found.trial().trace().forEach(line -> out.println("  " + line));
        if (found.violation().getCause() != null) {
            found.violation().getCause().printStackTrace(out);
        }
        out.printf("Again: ./countersign simulate --seeds 1 --from %d --inputs %d%n", found.seed(), inputs);
    }

    private double perSecond(long begin) {
        return told.get() * 1e9 / (System.nanoTime() - begin);
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < end && failure.get() == null; seed = next.getAndIncrement()) {
            var trial = new Trial(seed, inputs, product, bundles);
            try {
                decisions.addAndGet(trial.run());
                told.incrementAndGet();
            } catch (Violation violation) {
                failure.compareAndSet(null, new Failure(seed, trial, violation));
            }
        }
    }
}
