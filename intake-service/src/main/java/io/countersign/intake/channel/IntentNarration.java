package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells one intent to one client: each version of it and each piece of its output, until it has ended and all of it has
 * been told. Where nothing more can be told (the token is over, policy-stream or the broker is away) it stops without an
 * end, and the client comes back with its cursor.
 */
public final class IntentNarration {
    private final String contentKey;
    private final String id;
    private final Feed feed;
    private final History history;
    private final Source source;
    private final Listener client;
    private final Duration keepAlive;
    private final Pieces pieces;
    private final FrameVoice voice;
    private final OutputNarration output;
    private final String ownerKey;
    private IntentCursor shown;

    /** @param from what has been told before */
    public IntentNarration(
            IntentKey key,
            IntentCursor from,
            Feed feed,
            History history,
            Source source,
            Duration keepAlive,
            Listener client) {
        this.ownerKey = key.owner().key();
        this.contentKey = key.owner().contentKey(key.id());
        this.id = key.id();
        this.feed = feed;
        this.history = history;
        this.source = source;
        this.client = client;
        this.keepAlive = keepAlive;
        this.shown = from;
        this.pieces = new Pieces(from.equals(IntentCursor.START));
        this.voice = new FrameVoice(feed, this::say);
        this.output = new OutputNarration(ownerKey, feed, history, source, this::wanted, voice, restartTold(from));
    }

    /** Begins with the intent as it is now, which was read after the feed was opened. */
    public void run(ObjectNode first) throws IOException, InterruptedException {
        client.hear(Frame.ALIVE);
        feed.startAt(Log.OUTPUT, firstPiece(first));
        tell(first);
        while (!shown.ended() && source.left().isPositive()) {
            var pause = keepAlive.compareTo(source.left()) < 0 ? keepAlive : source.left();
            var next = feed.next(pause);
            if (next.isPresent()) {
                tell(next.get());
            } else {
                client.hear(Frame.ALIVE);
            }
        }
    }

    /** Nothing of the latest attempt was written before it was handed over. */
    private long firstPiece(ObjectNode first) throws IOException, InterruptedException {
        var place = shown.output();
        if (place != null) {
            return place.offset();
        }
        var since = Executions.latestSince(first);
        return since.isPresent() ? history.since(Log.OUTPUT, ownerKey, since.get()) : feed.position(Log.OUTPUT);
    }

    private void tell(Feed.Next next) throws IOException, InterruptedException {
        switch (next) {
            case Feed.Next.Gone(Log log) -> {
                if (log == Log.OUTPUT) {
                    voice.gone(id, OptionalInt.empty());
                }
            }
            case Feed.Next.Given(Entry.Piece piece) -> output.tell(piece);
            case Feed.Next.Given(Entry.Change change) -> {
                if (change.intentId().equals(id) && change.version() > shown.version()) {
                    var intent = source.intent(id, change.version());
                    if (intent.isPresent()) {
                        tell(intent.get());
                    }
                }
            }
        }
    }

    /** Every version that has not been told; before the last one, what was said up to there. */
    private void tell(ObjectNode intent) throws IOException, InterruptedException {
        var executions = Executions.of(intent);
        executions.forEach(pieces::learn);
        var history = new IntentHistory(Executions.without(intent));
        var stages = history.after(shown.version());
        for (var stage : stages) {
            if (stage.equals(stages.getLast()) && !executions.isEmpty()) {
                output.settle(id, pieces, executions.getLast());
            }
            shown = new IntentCursor(stage.version(), place(), false);
            say("state", stage.intent().toString(), place());
        }
        if (history.hasEnded()) {
            shown = new IntentCursor(shown.version(), place(), true);
            say("end", history.end(), place());
        }
    }

    private Optional<Pieces> wanted(String intentId) {
        return intentId.equals(id) ? Optional.of(pieces) : Optional.empty();
    }

    private void say(String name, String data, OutputPlace place) throws InterruptedException {
        shown = new IntentCursor(Math.max(0, shown.version()), place, shown.ended());
        client.hear(new Frame(shown.text(contentKey), name, data));
    }

    private OutputPlace place() {
        return OutputPlace.at(feed.position(Log.OUTPUT));
    }

    private static long restartTold(IntentCursor from) {
        var place = from.output();
        return place != null && place.restartTold() ? place.offset() : -1;
    }
}
