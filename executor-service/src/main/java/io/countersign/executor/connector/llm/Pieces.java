package io.countersign.executor.connector.llm;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The body of an answer, piece by piece as it arrives: the reader waits on its own thread, with a deadline, and the next
 * piece is asked for when it has taken one. So no answer keeps a thread of its own or more than a few pieces in memory.
 */
final class Pieces implements BodySubscriber<Pieces>, AutoCloseable {

    /** What the reader finds. */
    sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken() implements Piece {}

        record Silence() implements Piece {}
    }

    private static final Piece.Silence SILENCE = new Piece.Silence();

    /** So much may follow the last word of an answer; then its connection is kept for the next one. */
    private static final int LONGEST_REST = 64 * 1024;

    private static final long REST_SECONDS = 1;

    private final BlockingQueue<Piece> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private volatile boolean ended;
    private volatile boolean resting;
    private int rest;

    @Override
    public CompletionStage<Pieces> getBody() {
        return CompletableFuture.completedStage(this);
    }

    /** The next piece; {@link Piece.Silence} if none arrives in time. */
    Piece next(Deadline deadline) throws InterruptedException {
        var piece = arrived.poll(deadline.left(), TimeUnit.NANOSECONDS);
        if (piece instanceof Piece.Bytes) {
            then(open -> open.request(1));
        }
        return piece == null ? SILENCE : piece;
    }

    /** Nothing more is wanted: what is still to come is passed over if it is short, so that the connection can be kept. */
    void finish() {
        resting = true;
        arrived.clear();
        if (!ended) {
            then(open -> open.request(1));
            CompletableFuture.delayedExecutor(REST_SECONDS, TimeUnit.SECONDS).execute(this::cancel);
        }
    }

    /** Hangs up, unless what is left is being passed over. */
    @Override
    public void close() {
        if (!resting) {
            cancel();
        }
    }

    @Override
    public void onSubscribe(Subscription open) {
        subscription.complete(open);
        open.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (!resting) {
            arrived.add(new Piece.Bytes(buffers));
            return;
        }
        rest += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        then(rest > LONGEST_REST ? Subscription::cancel : open -> open.request(1));
    }

    @Override
    public void onError(Throwable failure) {
        ended = true;
        arrived.add(new Piece.Broken());
    }

    @Override
    public void onComplete() {
        ended = true;
        arrived.add(new Piece.End());
    }

    private void then(Consumer<Subscription> next) {
        var unused = subscription.thenAccept(next);
    }

    private void cancel() {
        if (!ended) {
            then(Subscription::cancel);
        }
    }
}
