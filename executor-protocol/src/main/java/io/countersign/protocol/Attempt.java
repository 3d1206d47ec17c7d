package io.countersign.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One execution of an approved action: the handle by which it is cancelled, and the way on which it says more than its
 * end. Safe for use by many threads.
 */
public final class Attempt {

    private final String run;
    private final Output output;
    private final List<PassedOver> passedOver = new ArrayList<>();
    private final CompletableFuture<Cancellation> cancellation = new CompletableFuture<>();

    /** Where the pieces of a streamed answer go. */
    @FunctionalInterface
    public interface Output {

        /** Passes a piece on, in the order of the calls; waits while the broker does not keep up. */
        void write(String json);
    }

    /** An execution with the given id, a uuid, and a place for what it streams. */
    public Attempt(String run, Output output) {
        this.run = Objects.requireNonNull(run, "run");
        this.output = Objects.requireNonNull(output, "output");
    }

    /** The uuid of this execution; a redelivered approval runs again under another one. */
    public String run() {
        return run;
    }

    /**
     * Writes the next piece of a streamed answer, JSON text of at most {@value
     * io.countersign.contract.Limits#CHUNK_BYTES} bytes of UTF-8, to the caller's private output. Pieces arrive in order and
     * without a gap while this process lives; waits while the broker does not keep up. The end of the attempt still says
     * the whole answer: a piece is a preview of it. What is written after the end is left out.
     *
     * @throws IllegalArgumentException if the piece is larger; it is not written
     * @throws RuntimeException if the attempt is cancelled or the executor closes while this waits; it is not written
     */
    public void output(String json) {
        output.write(json);
    }

    /** Notes that a model was tried and passed over: it is reported with the end, in the order of the calls. */
    public void passedOver(String model, Failure failure) {
        synchronized (passedOver) {
            passedOver.add(new PassedOver(model, failure));
        }
    }

    /** The models that were passed over so far. */
    public List<PassedOver> passedOver() {
        synchronized (passedOver) {
            return List.copyOf(passedOver);
        }
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
