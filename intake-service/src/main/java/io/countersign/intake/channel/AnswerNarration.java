package io.countersign.intake.channel;

import io.countersign.intake.submission.IntentState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;

/**
 * Follows one intent from before it was handed over: its pieces as they come, until it has ended or waits for a person or a
 * window. It asks nobody for anything on the way of a piece: that of an attempt which is not known yet waits for the news.
 */
public final class AnswerNarration {
    /** Whoever the pieces are for. */
    public interface Reader {
        /** The next piece: JSON text. */
        void piece(String data) throws IOException, InterruptedException;

        /** What was given so far does not count any more: another run begins. */
        void restart() throws IOException, InterruptedException;

        /** Pieces are missing: only the result is whole. */
        void gone() throws IOException, InterruptedException;

        /** Nothing has come for a while. */
        void alive() throws IOException, InterruptedException;

        /** False if it wants no pieces at all. */
        default boolean wantsPieces() {
            return true;
        }
    }

    /** So much of pieces that come before the news of their attempt is kept, and no more. */
    private static final int ROOM_FOR_WAITING = 1024 * 1024;

    private final String id;
    private final Feed feed;
    private final Source source;
    private final Reader reader;
    private final KeepAlive keepAlive;
    private final Pieces pieces = Pieces.shown(null);
    private final Queue<Entry.Piece> waiting = new ArrayDeque<>();
    private final OutputNarration output;
    private int waitingWeight;

    /** @param feed opened before the intent was handed over */
    public AnswerNarration(
            IntentKey key, Feed feed, History history, Source source, Duration keepAlive, Reader reader) {
        this.id = key.id();
        this.feed = feed;
        this.source = source;
        this.reader = reader;
        this.keepAlive = new KeepAlive(keepAlive);
        this.output = new OutputNarration(key.owner().key(), feed, history, source, this::wanted, new Voice());
    }

    /**
     * The change with which it came to rest, after all its pieces; empty if the caller's time, or the feed, was over before.
     *
     * @throws ReaderGone if the reader cannot be told anything any more
     */
    public Optional<Entry.Change> run() throws IOException, InterruptedException {
        while (source.left().isPositive() && !feed.hasEnded()) {
            var next = feed.next(keepAlive.patience(source.left()));
            if (next.isPresent() && next.get() instanceof Feed.Next.Given(Entry.Change change) && isRest(change)) {
                return Optional.of(change);
            }
            if (next.isPresent() && next.get() instanceof Feed.Next.Given(Entry.Piece piece)) {
                tell(piece);
            }
            if (keepAlive.isDue()) {
                toReader(reader::alive);
            }
        }
        return Optional.empty();
    }

    private void tell(Entry.Piece piece) throws IOException, InterruptedException {
        if (!piece.intentId().equals(id) || !reader.wantsPieces()) {
            return;
        }
        if (pieces.knows(piece.attempt())) {
            output.tell(piece);
        } else if (waitingWeight + piece.weight() <= ROOM_FOR_WAITING) {
            waiting.add(piece);
            waitingWeight += piece.weight();
        }
    }

    private boolean isRest(Entry.Change change) throws IOException, InterruptedException {
        if (!change.intentId().equals(id)) {
            return false;
        }
        var execution = change.execution();
        if (execution != null) {
            pieces.learn(execution);
            for (int left = waiting.size(); left > 0; left--) {
                var piece = waiting.remove();
                waitingWeight -= piece.weight();
                tell(piece);
            }
        }
        if (!IntentState.waits(change.state()) && !IntentState.isAtRest(change.state())) {
            return false;
        }
        if (execution != null && reader.wantsPieces()) {
            output.settle(id, pieces, execution);
        }
        return true;
    }

    private Optional<Pieces> wanted(String intentId) {
        return intentId.equals(id) ? Optional.of(pieces) : Optional.empty();
    }

    /** Something to tell the reader. */
    private interface Telling {
        void tell() throws IOException, InterruptedException;
    }

    private void toReader(Telling telling) throws InterruptedException {
        try {
            telling.tell();
            keepAlive.heard();
        } catch (IOException gone) {
            throw new ReaderGone(gone);
        }
    }

    /** Whoever reads has gone away. */
    public static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderGone(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final class Voice implements OutputNarration.Voice {
        @Override
        public void chunk(Entry.Piece piece) throws InterruptedException {
            toReader(() -> reader.piece(piece.data()));
        }

        @Override
        public void restart(Entry.Piece piece) throws InterruptedException {
            toReader(reader::restart);
        }

        @Override
        public void gone(String intentId, OptionalInt attempt) throws InterruptedException {
            toReader(reader::gone);
        }
    }
}
