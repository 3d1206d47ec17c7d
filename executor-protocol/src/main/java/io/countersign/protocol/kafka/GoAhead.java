package io.countersign.protocol.kafka;

import io.countersign.protocol.Attempt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * policy-stream's word that one execution's STARTED counts; read by the thread of the directives, waited for by that of the
 * execution. There is one for each execution, so that none takes another's for its own.
 */
final class GoAhead {

    private final CompletableFuture<Boolean> word = new CompletableFuture<>();

    /** One for which nobody waits any more once the attempt is cancelled. */
    GoAhead(Attempt attempt) {
        attempt.onCancel(why -> word.complete(false));
    }

    /** This execution's STARTED counts. */
    void give() {
        word.complete(true);
    }

    /** Waits so long at most; true if the word was given before that and before a cancellation. */
    boolean isGivenWithin(Duration time) throws InterruptedException {
        try {
            return word.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException silence) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a go-ahead is given or not", e);
        }
    }
}
