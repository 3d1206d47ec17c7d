package io.countersign.benchmarks;

import java.time.Duration;
import java.util.concurrent.Executors;

/** As much load as the product takes, until its machine code is good; then a pause in which it works that off. */
final class WarmUp {

    private static final int CALLERS = 32;
    private static final Duration SPAN = Duration.ofSeconds(60);
    private static final int SETTLING_RATE = 100;
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private WarmUp() {}

    static void of(EchoCalls calls) {
        long end = System.nanoTime() + SPAN.toNanos();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                int first = caller;
                callers.submit(() -> {
                    for (int number = first; System.nanoTime() < end; number += CALLERS) {
                        calls.ended(number);
                    }
                    return true;
                });
            }
        }
        OpenLoop.run(SETTLING_RATE, SETTLING, calls::decided);
    }
}
