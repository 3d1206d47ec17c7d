package io.countersign.intake.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells pieces: {@code chunk}, {@code restart} where a run begins anew, {@code gone} where some cannot be had any more. */
final class OutputNarration {
    /** How it is told. */
    interface Voice {
        void chunk(Entry.Piece piece) throws InterruptedException;

        /** Another run begins with this piece: what was told of the intent's pieces before does not count. */
        void restart(Entry.Piece piece) throws InterruptedException;

        /** Pieces of that intent, of that attempt if it is known, cannot be had any more. */
        void gone(String intentId, OptionalInt attempt) throws InterruptedException;
    }

    /** The intents whose pieces are wanted. */
    @FunctionalInterface
    interface Wanted {
        Optional<Pieces> of(String intentId);
    }

    private static final int TIMES_ASKED = 3;

    /** After so long an attempt that policy-stream does not know is none. */
    private static final Duration KNOWN_WITHIN = Duration.ofMinutes(1);

    private final String ownerKey;
    private final Feed feed;
    private final History history;
    private final Source source;
    private final Wanted wanted;
    private final Voice voice;
    private final long restartTold;

    /** @param restartTold the offset of a piece of which it has been told already that a run begins anew with it, or -1 */
    OutputNarration(
            String ownerKey, Feed feed, History history, Source source, Wanted wanted, Voice voice, long restartTold) {
        this.restartTold = restartTold;
        this.ownerKey = ownerKey;
        this.feed = feed;
        this.history = history;
        this.source = source;
        this.wanted = wanted;
        this.voice = voice;
    }

    void tell(Entry.Piece piece) throws IOException, InterruptedException {
        var pieces = wanted.of(piece.intentId());
        if (pieces.isEmpty()) {
            return;
        }
        if (!pieces.get().knows(piece.attempt())) {
            learn(piece, pieces.get());
        }
        switch (pieces.get().take(piece)) {
            case BEGINS_ANEW -> {
                if (piece.offset() != restartTold) {
                    voice.restart(piece);
                }
                voice.chunk(piece);
            }
            case SHOWN -> voice.chunk(piece);
            case LEFT_OUT -> {}
        }
    }

    /**
     * An attempt is approved before it says anything, but policy-stream's view of that may be late. As long as it may be,
     * the piece is neither shown nor passed over: the stream stops, and goes on from there.
     */
    private void learn(Entry.Piece piece, Pieces pieces) throws IOException, InterruptedException {
        for (int asked = 0; asked < TIMES_ASKED && !pieces.knows(piece.attempt()); asked++) {
            source.intent(piece.intentId(), 0)
                    .ifPresent(intent -> Executions.of(intent).forEach(pieces::learn));
        }
        if (!pieces.knows(piece.attempt())
                && piece.appendedAt().plus(KNOWN_WITHIN).isAfter(source.now())) {
            throw new IOException("policy-stream does not know yet what an executor speaks of");
        }
    }

    /** Before an end is told: all pieces up to it, or that they are gone. */
    void settle(String intentId, Pieces pieces, Execution ended) throws IOException, InterruptedException {
        if (pieces.haveAll(ended)) {
            return;
        }
        // They were in the log before their end was reported: what is not there by now will not come.
        var until = history.end(Log.OUTPUT, ownerKey);
        for (var next = feed.next(Log.OUTPUT, until); next.isPresent(); next = feed.next(Log.OUTPUT, until)) {
            if (next.get() instanceof Feed.Next.Given(Entry.Piece piece)) {
                tell(piece);
            }
        }
        if (pieces.lack(ended)) {
            voice.gone(intentId, OptionalInt.of(ended.attempt()));
        }
    }
}
