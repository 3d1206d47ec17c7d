package io.countersign.stack.policy;

import java.time.Instant;

/** Runs a bundle over the recorded traffic of the running product, by policy-stream's own code. */
public final class BundleBacktest {

    private static final String MAIN = "io.countersign.policystream.BacktestMain";

    private BundleBacktest() {}

    /** Tells what would have been decided otherwise; the status is 0 if it ran, 1 if it could not. */
    public static int run(
            BundleFiles bundle, String kafka, String registry, Instant from, Instant to, int most, boolean json)
            throws InterruptedException {
        return PolicyStreamTool.large(MAIN)
                .run(
                        bundle.stream(),
                        bundle.directory().toString(),
                        kafka,
                        registry,
                        from.toString(),
                        to.toString(),
                        Integer.toString(most),
                        json ? "json" : "text");
    }
}
