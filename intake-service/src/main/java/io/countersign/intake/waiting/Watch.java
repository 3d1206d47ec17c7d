package io.countersign.intake.waiting;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks out for the changes of one intent, on behalf of one waiting thread. */
public final class Watch implements AutoCloseable {
    private final String intentId;
    private final Consumer<Watch> onClose;
    private @Nullable Change latest;
    private Predicate<Change> wanted = change -> false;
    private CompletableFuture<Change> next = new CompletableFuture<>();

    Watch(String intentId, Consumer<Watch> onClose) {
        this.intentId = intentId;
        this.onClose = onClose;
    }

    /** The latest change if it is such a one, else the first such to come. One call at a time: a new one ends the old. */
    public synchronized CompletableFuture<Change> when(Predicate<Change> wanted) {
        this.wanted = wanted;
        next.cancel(false);
        next = new CompletableFuture<>();
        offer();
        return next;
    }

    /** As {@link #when}, but for so long only. */
    public Optional<Change> await(Predicate<Change> wanted, Duration atMost) throws InterruptedException {
        return Stopwatch.within(atMost, when(wanted));
    }

    synchronized void see(Change change) {
        if (change.intentId().equals(intentId) && (latest == null || change.version() > latest.version())) {
            latest = change;
            offer();
        }
    }

    private void offer() {
        if (latest != null && wanted.test(latest)) {
            next.complete(latest);
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
