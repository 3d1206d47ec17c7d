package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells one intent to one client: each version of it and each piece of its output, until it has ended and all of it has
 * been told. Where nothing more can be told (the token is over, the feed has ended, policy-stream or the broker is away) it stops without an
 * end, and the client comes back with its cursor.
 */
public final class IntentNarration {
    private final String contentKey;
    private final String ownerKey;
    private final String id;
    private final Feed feed;
    private final History history;
    private final Source source;
    private final Listener client;
    private final KeepAlive keepAlive;
    private final Pieces pieces;
    private final FrameVoice voice;
    private final OutputNarration output;
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
        this.keepAlive = new KeepAlive(keepAlive);
        this.shown = from;
        this.pieces = Pieces.shown(from.progress());
        this.voice = new FrameVoice(feed, this::say);
        this.output = new OutputNarration(ownerKey, feed, history, source, this::wanted, voice);
    }

    /** Begins with the intent as it is now: with all that was committed when the feed was opened, or later. */
    public void run(ObjectNode first) throws IOException, InterruptedException {
        hear(Frame.ALIVE);
        feed.startAt(Log.OUTPUT, shown.equals(IntentCursor.START) ? firstPiece(first) : shown.output());
        tell(first);
        while (!shown.ended() && source.left().isPositive() && !feed.hasEnded()) {
            var next = feed.next(keepAlive.patience(source.left()));
            if (next.isPresent()) {
                tell(next.get());
            }
            if (keepAlive.isDue()) {
                hear(Frame.ALIVE);
            }
        }
    }

    /** Nothing of the latest attempt was written before it was handed over. */
    private long firstPiece(ObjectNode first) throws IOException, InterruptedException {
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
        for (var stage : history.after(shown.version())) {
            if (stage.version() == history.latest() && !executions.isEmpty()) {
                output.settle(id, pieces, executions.getLast());
            }
            tell("state", stage.intent().toString(), stage.version(), false);
        }
        if (history.hasEnded()) {
            tell("end", history.end(), shown.version(), true);
        }
    }

    private void tell(String name, String data, long version, boolean ended) throws InterruptedException {
        shown = new IntentCursor(version, feed.position(Log.OUTPUT), pieces.progress(), ended);
        hear(new Frame(shown.text(contentKey), name, data));
    }

    private Optional<Pieces> wanted(String intentId) {
        return intentId.equals(id) ? Optional.of(pieces) : Optional.empty();
    }

    private void say(String name, String data, OutputPlace place) throws InterruptedException {
        shown = new IntentCursor(Math.max(0, shown.version()), place.offset(), pieces.progress(), shown.ended());
        hear(new Frame(shown.text(contentKey), name, data));
    }

    private void hear(Frame frame) throws InterruptedException {
        client.hear(frame);
        keepAlive.heard();
    }
}
