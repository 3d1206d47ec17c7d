package io.countersign.stack;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Several things to do, of which none is left out because another fails. */
public final class Tasks {

    private Tasks() {}

    /** Does all of them at once and returns when all have ended; throws the first failure in their order. */
    public static void atOnce(List<Runnable> tasks) {
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

    /** Does one after the other; throws the first failure after the last of them. */
    public static void inTurn(List<Runnable> tasks) {
        @Nullable RuntimeException first = null;
        for (var task : tasks) {
            try {
                task.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
