package io.countersign.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** Several things at once. */
public final class Parallel {

    private Parallel() {}

    /** Returns when all tasks have ended; throws the first failure in their order. */
    public static void run(List<Runnable> tasks) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> CompletableFuture.runAsync(task, executor))
                    .toList();
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .exceptionally(any -> null)
                    .join();
            running.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
