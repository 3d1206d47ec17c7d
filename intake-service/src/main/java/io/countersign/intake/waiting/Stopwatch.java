package io.countersign.intake.waiting;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long somebody has waited already. */
final class Stopwatch {
    private final long start = System.nanoTime();

    /** What is left of that time; never negative. */
    Duration left(Duration of) {
        return Duration.ofNanos(Math.max(0, of.toNanos() - (System.nanoTime() - start)));
    }

    /** What comes in that time, if anything does. */
    static <T> Optional<T> within(Duration time, CompletableFuture<T> awaited) throws InterruptedException {
        try {
            return Optional.of(awaited.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails what is awaited here", e);
        }
    }
}
