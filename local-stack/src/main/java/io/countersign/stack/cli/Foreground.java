package io.countersign.stack.cli;

import io.countersign.stack.StackException;
import io.countersign.stack.launch.Launch;
import io.countersign.stack.launch.LaunchPlan;
import java.util.concurrent.CountDownLatch;

/** A launch that ends with this process, however that ends, short of {@code kill -9}. */
final class Foreground {

    private Foreground() {}

    /** What to do with a launch. */
    @FunctionalInterface
    interface Work {
        int with(Launch launch) throws InterruptedException;
    }

    static int run(LaunchPlan plan, Work work) throws InterruptedException {
        var launch = Launch.prepare(plan, System.getenv(), System.err::println);
        Runtime.getRuntime().addShutdownHook(new Thread(launch::close, "end"));
        try {
            return work.with(launch);
        } catch (StackException e) {
            if (launch.closed()) {
                // Broken off by a signal: the hook ends everything, then the process.
                awaitEnd();
            }
            throw e;
        }
    }

    /** Returns never: a signal ends the process. */
    static void awaitEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
