package io.countersign.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The whole way, from POST to decision and to outcome, of the {@code echo} action at 100 intents a second, and the
 * highest rate at which decisions keep up. Client, broker, registry, database and four services share this machine.
 */
final class SmokeBench {

    private static final int RATE = 100;
    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final List<Integer> RATES = List.of(200, 400, 600, 800, 1000, 1500, 2000, 3000);

    /** A rate counts as sustained if almost all calls were answered well, 99 of 100 within this time. */
    private static final double SUSTAINED_P99_MILLIS = 1000;

    private SmokeBench() {}

    static boolean run(Results results) throws IOException {
        long begin = System.nanoTime();
        try (var product = Product.start(Map.of());
                var calls = new EchoCalls(product)) {
            results.print("stack-up", (System.nanoTime() - begin) / 1e9, "s");
            WarmUp.of(calls);
            var decision = OpenLoop.run(RATE, SPAN, calls::decided);
            results.latency("post-to-decision-at-100", decision.micros());
            var outcome = OpenLoop.run(RATE, SPAN, calls::ended);
            results.latency("post-to-outcome-at-100", outcome.micros());
            int failed = decision.failed() + outcome.failed();
            results.print("failed-at-100", failed, "calls");
            results.print("highest-sustained-rate", highestRate(calls, results), "intents/s");
            results.print("memory", Memory.ofChildren() / 1e6, "MB");
            return failed == 0;
        }
    }

    private static double highestRate(EchoCalls calls, Results results) {
        double highest = 0;
        for (int rate : RATES) {
            var step = OpenLoop.run(rate, STEP, calls::decided);
            double p99 = step.micros().getValueAtPercentile(99) / 1000.0;
            results.note("offered %d/s: %.0f/s answered, p99 %.0f ms, %d failed"
                    .formatted(rate, step.rate(), p99, step.failed()));
            boolean sustained = p99 <= SUSTAINED_P99_MILLIS && step.failed() * 100 <= step.well();
            if (!sustained) {
                break;
            }
            highest = step.rate();
        }
        return highest;
    }
}
