package io.countersign.intake.channel;

import io.countersign.intake.submission.IntentState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Follows one intent from before it was handed over: its pieces as they come, until it has ended or waits for a person. It
 * asks nobody for anything on the way of a piece.
 */
public final class AnswerNarration {
    /** Whoever the pieces are for. */
    public interface Reader {
        /** The next piece: JSON text. */
        void piece(String data) throws InterruptedException;

        /** What was given so far does not count any more: another run begins. */
        void restart() throws InterruptedException;

        /** Pieces are missing: only the result is whole. */
        void gone() throws InterruptedException;

        /** Nothing has come for a while. */
        void alive() throws InterruptedException;
    }

    private final String id;
    private final Feed feed;
    private final Source source;
    private final Reader reader;
    private final Duration keepAlive;
    private final Pieces pieces = new Pieces(true);
    private final OutputNarration output;

    /** @param feed opened before the intent was handed over */
    public AnswerNarration(
            IntentKey key, Feed feed, History history, Source source, Duration keepAlive, Reader reader) {
        this.id = key.id();
        this.feed = feed;
        this.source = source;
        this.reader = reader;
        this.keepAlive = keepAlive;
        this.output = new OutputNarration(key.owner().key(), feed, history, source, this::wanted, new Voice(), -1);
    }

    /** The change with which it came to rest, after all its pieces; empty if the caller's time was over before. */
    public Optional<Entry.Change> run() throws IOException, InterruptedException {
        while (source.left().isPositive()) {
            var pause = keepAlive.compareTo(source.left()) < 0 ? keepAlive : source.left();
            var next = feed.next(pause);
            if (next.isEmpty()) {
                reader.alive();
            } else if (next.get() instanceof Feed.Next.Given(Entry.Piece piece)) {
                output.tell(piece);
            } else if (next.get() instanceof Feed.Next.Given(Entry.Change change)
                    && change.intentId().equals(id)
                    && isAtRest(change)) {
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }

    private boolean isAtRest(Entry.Change change) throws IOException, InterruptedException {
        var execution = change.execution();
        if (execution != null) {
            pieces.learn(execution);
        }
        if (!IntentState.isAtRest(change.state())) {
            return false;
        }
        if (execution != null) {
            output.settle(id, pieces, execution);
        }
        return true;
    }

    private Optional<Pieces> wanted(String intentId) {
        return intentId.equals(id) ? Optional.of(pieces) : Optional.empty();
    }

    private final class Voice implements OutputNarration.Voice {
        @Override
        public void chunk(Entry.Piece piece) throws InterruptedException {
            reader.piece(piece.data());
        }

        @Override
        public void restart(Entry.Piece piece) throws InterruptedException {
            reader.restart();
        }

        @Override
        public void gone(String intentId, OptionalInt attempt) throws InterruptedException {
            reader.gone();
        }
    }
}
