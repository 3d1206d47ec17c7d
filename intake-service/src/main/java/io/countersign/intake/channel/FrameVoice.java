package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;

/** Tells pieces as the frames {@code chunk}, {@code restart} and {@code gone}. */
final class FrameVoice implements OutputNarration.Voice {
    /** Says something. */
    @FunctionalInterface
    interface Frames {
        /** @param output where to go on among the pieces once it has been seen */
        void say(String name, String data, OutputPlace output) throws InterruptedException;
    }

    private final Feed feed;
    private final Frames frames;

    FrameVoice(Feed feed, Frames frames) {
        this.feed = feed;
        this.frames = frames;
    }

    /** The data is JSON already, and stays in its own words. */
    @Override
    public void chunk(Entry.Piece piece) throws InterruptedException {
        var text = named(piece).put("index", piece.index()).toString();
        frames.say("chunk", text.substring(0, text.length() - 1) + ",\"data\":" + piece.data() + "}", place());
    }

    @Override
    public void restart(Entry.Piece piece) throws InterruptedException {
        frames.say("restart", named(piece).toString(), new OutputPlace(piece.offset(), true));
    }

    @Override
    public void gone(String intentId, OptionalInt attempt) throws InterruptedException {
        var gone = JsonNodeFactory.instance.objectNode().put("id", intentId);
        attempt.ifPresent(number -> gone.put("attempt", number));
        frames.say("gone", gone.toString(), place());
    }

    private OutputPlace place() {
        return OutputPlace.at(feed.position(Log.OUTPUT));
    }

    private static ObjectNode named(Entry.Piece piece) {
        return JsonNodeFactory.instance.objectNode().put("id", piece.intentId()).put("run", piece.run());
    }
}
