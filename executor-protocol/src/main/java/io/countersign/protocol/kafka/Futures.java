package io.countersign.protocol.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for what other threads promised. */
final class Futures {

    private Futures() {}

    /** What was promised; the {@link AbandonedException} of who gave it up. */
    static <T> T result(CompletableFuture<T> promised) throws InterruptedException {
        try {
            return promised.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AbandonedException abandoned) {
                throw abandoned;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
