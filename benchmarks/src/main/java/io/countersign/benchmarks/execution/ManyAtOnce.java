package io.countersign.benchmarks.execution;

import io.countersign.benchmarks.Memory;
import io.countersign.benchmarks.Results;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How many calls one executor has at once before a backend that takes two seconds, and what memory it takes for them. */
final class ManyAtOnce {

    /** As many as its route allows. */
    static final int WANTED = 5_000;

    private static final int ROUNDS = 4;
    private static final long SAMPLING_MILLIS = 200;
    private static final long PATIENCE_SECONDS = 120;

    private final Results results;
    private final HandOver handOver;
    private final Backend backend;

    ManyAtOnce(Results results, HandOver handOver, Backend backend) {
        this.results = results;
        this.handOver = handOver;
        this.backend = backend;
    }

    boolean run(long executor) throws InterruptedException, IOException {
        var ends = new ArrayList<CompletableFuture<Outcome>>();
        long begin = System.nanoTime();
        for (int number = 0; number < ROUNDS * WANTED; number++) {
            ends.add(handOver.approve("bench.slow", number));
        }
        var all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
        long mostMemory = 0;
        while (!all.isDone() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            mostMemory = Math.max(mostMemory, Memory.of(executor));
            try {
                all.get(SAMPLING_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                continue;
            } catch (ExecutionException failed) {
                break;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        var failures = new TreeMap<String, Integer>();
        ends.forEach(end -> howItFailed(end).ifPresent(how -> failures.merge(how, 1, Integer::sum)));
        long failed = failures.values().stream().mapToInt(Integer::intValue).sum();
        results.print("in-flight-at-once", backend.most(), "calls");
        results.print("in-flight-memory", mostMemory / 1e6, "MB");
        results.print("in-flight-rate", (ends.size() - failed) / seconds, "intents/s");
        results.print("in-flight-without-success", failed, "intents");
        failures.forEach((how, often) -> results.note("%d ended otherwise: %s".formatted(often, how)));
        return failed == 0;
    }

    /** Empty if it succeeded. */
    private static Optional<String> howItFailed(CompletableFuture<Outcome> end) {
        if (!end.isDone()) {
            return Optional.of("not yet");
        }
        var outcome = end.join();
        var error = outcome.getError();
        return outcome.getStatus() == OutcomeStatus.SUCCEEDED
                ? Optional.empty()
                : Optional.of(
                        outcome.getStatus() + (error == null ? "" : " " + error.getCode() + ": " + error.getMessage()));
    }
}
