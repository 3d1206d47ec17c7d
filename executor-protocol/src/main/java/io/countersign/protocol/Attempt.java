package io.countersign.protocol;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One execution of an approved action, and the handle by which it is cancelled. Safe for use by many threads. */
public final class Attempt {

    private final String run;
    private final CompletableFuture<Cancellation> cancellation = new CompletableFuture<>();

    /** An execution with the given id, a uuid. */
    public Attempt(String run) {
        this.run = Objects.requireNonNull(run, "run");
    }

    /** The uuid of this execution; a redelivered approval runs again under another one. */
    public String run() {
        return run;
    }

    /** Why the call should end, once it should. */
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation.getNow(null));
    }

    /** Calls the listener once when the attempt is cancelled, at once if it already is. */
    public void onCancel(Consumer<Cancellation> listener) {
        var unused = cancellation.thenAccept(listener);
    }

    /** Asks the call to end; only the first reason counts. */
    public void cancel(Cancellation why) {
        cancellation.complete(why);
    }
}
