package io.countersign.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * POST to decision at 100 intents a second under several commit intervals of policy-stream, and with a second stream
 * thread, each on a product of its own that was warmed up alike.
 */
final class CommitIntervalBench {

    private static final String PREFIX = "COUNTERSIGN_POLICY_STREAM_STREAMS_";
    private static final List<Setting> SETTINGS =
            List.of(new Setting(1, 5), new Setting(1, 10), new Setting(1, 20), new Setting(1, 50), new Setting(2, 10));
    private static final int RATE = 100;
    private static final Duration SPAN = Duration.ofSeconds(30);

    private CommitIntervalBench() {}

    static boolean run(Results results) throws IOException {
        boolean well = true;
        for (var setting : SETTINGS) {
            well &= measure(setting, results);
        }
        return well;
    }

    private static boolean measure(Setting setting, Results results) throws IOException {
        try (var product = Product.start(setting.environment());
                var calls = new EchoCalls(product)) {
            WarmUp.of(calls);
            var decision = OpenLoop.run(RATE, SPAN, calls::decided);
            results.latency("post-to-decision-" + setting, decision.micros());
            return decision.failed() == 0;
        }
    }

    private record Setting(int threads, int millis) {

        Map<String, String> environment() {
            return Map.of(PREFIX + "THREADS", threads + "", PREFIX + "COMMIT_INTERVAL", millis + "ms");
        }

        @Override
        public String toString() {
            return "threads-%d-commit-%dms".formatted(threads, millis);
        }
    }
}
