package io.countersign.intake.channel;

import java.io.IOException;
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

    private final String ownerKey;
    private final Feed feed;
    private final History history;
    private final Source source;
    private final Wanted wanted;
    private final Voice voice;

    OutputNarration(String ownerKey, Feed feed, History history, Source source, Wanted wanted, Voice voice) {
        this.ownerKey = ownerKey;
        this.feed = feed;
        this.history = history;
        this.source = source;
        this.wanted = wanted;
        this.voice = voice;
    }

    /** An attempt is approved before it says anything: what a source does not know of certainly is no attempt. */
    void tell(Entry.Piece piece) throws IOException, InterruptedException {
        var wanted = this.wanted.of(piece.intentId());
        if (wanted.isEmpty()) {
            return;
        }
        var pieces = wanted.get();
        if (!pieces.knows(piece.attempt())) {
            source.intent(piece.intentId(), 0)
                    .ifPresent(intent -> Executions.of(intent).forEach(pieces::learn));
        }
        switch (pieces.take(piece)) {
            case BEGINS_ANEW -> {
                voice.restart(piece);
                pieces.advance();
                voice.chunk(piece);
            }
            case SHOWN -> voice.chunk(piece);
            case LEFT_OUT -> {}
        }
    }

    /** Before an end is told: all pieces up to it, or that they are gone. */
    void settle(String intentId, Pieces pieces, Execution ended) throws IOException, InterruptedException {
        if (pieces.haveAll(ended)) {
            return;
        }
        // They were in the log before their end was reported: what is not there by now will not come.
        var until = history.end(Log.OUTPUT, ownerKey);
        var forgotten = false;
        while (!pieces.haveAll(ended)) {
            var next = feed.next(Log.OUTPUT, until);
            if (next.isEmpty()) {
                break;
            }
            if (next.get() instanceof Feed.Next.Given(Entry.Piece piece)) {
                tell(piece);
            } else {
                forgotten = true;
            }
        }
        if (pieces.lack(ended) || (forgotten && !pieces.haveAll(ended))) {
            voice.gone(intentId, OptionalInt.of(ended.attempt()));
        }
    }
}
