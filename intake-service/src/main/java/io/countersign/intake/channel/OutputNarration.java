package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells pieces: {@code chunk}, {@code restart} where a run begins anew, {@code gone} where some cannot be had any more. */
final class OutputNarration {
    /** Says something with the cursor of where the narration is now. */
    @FunctionalInterface
    interface Voice {
        void say(String name, String data) throws InterruptedException;
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

    void tell(Entry.Piece piece) throws IOException, InterruptedException {
        var pieces = wanted.of(piece.intentId());
        if (pieces.isEmpty()) {
            return;
        }
        if (!pieces.get().knows(piece.attempt())) {
            source.intent(piece.intentId(), 0)
                    .ifPresent(intent -> Executions.of(intent).forEach(pieces.get()::learn));
        }
        switch (pieces.get().take(piece)) {
            case BEGINS_ANEW -> {
                voice.say("restart", named(piece).toString());
                voice.say("chunk", chunk(piece));
            }
            case SHOWN -> voice.say("chunk", chunk(piece));
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
        for (var next = feed.next(Log.OUTPUT, until); next.isPresent(); next = feed.next(Log.OUTPUT, until)) {
            if (next.get() instanceof Feed.Next.Given(Entry.Piece piece)) {
                tell(piece);
            }
        }
        if (pieces.lack(ended)) {
            gone(intentId, OptionalInt.of(ended.attempt()));
        }
    }

    /** Pieces of that intent cannot be had any more; its whole result is told with its state. */
    void gone(String intentId, OptionalInt attempt) throws InterruptedException {
        var gone = JsonNodeFactory.instance.objectNode().put("id", intentId);
        attempt.ifPresent(number -> gone.put("attempt", number));
        voice.say("gone", gone.toString());
    }

    private static JsonNode named(Entry.Piece piece) {
        return JsonNodeFactory.instance.objectNode().put("id", piece.intentId()).put("run", piece.run());
    }

    /** The data is JSON already, and stays in its own words. */
    private static String chunk(Entry.Piece piece) {
        var text = named(piece).toString();
        return text.substring(0, text.length() - 1) + ",\"index\":" + piece.index() + ",\"data\":" + piece.data() + "}";
    }
}
