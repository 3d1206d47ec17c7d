package io.countersign.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the ledger refuses wrongly, over a trace of a real service, beside two other ways to hold. Overspending is a
 * failure of the benchmark.
 */
final class PolicyBench {

    private static final int USERS = 200;

    private PolicyBench() {}

    static boolean run(Results results, Path trace) throws IOException {
        var calls = Call.read(trace);
        results.note("%d calls, dealt out to %d users; limits in per cent of what each truly takes in ten minutes"
                .formatted(calls.size(), USERS));
        var replay = new TraceReplay(calls, USERS);
        boolean well = true;
        for (int percent : List.of(50, 100, 200)) {
            for (var holding : Holding.values()) {
                var outcome = replay.run(holding, percent);
                var name = "trace-%d-%s".formatted(percent, holding.text());
                results.print(name + "-refused", outcome.refusedPercent(), "%");
                results.print(name + "-refused-wrongly", outcome.wrongPercent(), "%");
                results.print(name + "-overspent", outcome.overspent(), "tokens");
                well &= holding != Holding.BOUND || outcome.overspent() == 0;
            }
        }
        return well;
    }
}
