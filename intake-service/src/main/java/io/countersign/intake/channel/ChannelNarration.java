package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.submission.IntentState;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells all that becomes of one owner's intents to one client, from a place on, for as long as the caller's token is good.
 * It stops where the feed ends, or policy-stream or the broker is away, and the client comes back with its cursor.
 */
public final class ChannelNarration {
    /** Of more intents than these the ones that have been silent for longest are begun in the middle. */
    private static final int AT_ONCE = 1000;

    private final String ownerKey;
    private final Feed feed;
    private final Source source;
    private final Listener client;
    private final KeepAlive keepAlive;
    private final OutputNarration output;
    private final Map<String, Pieces> outputOfIntents = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pieces> eldest) {
            return size() > AT_ONCE;
        }
    };
    private @Nullable Known latest;
    private ChannelCursor shown;

    /** An intent as it was last read: several of its versions may be told from it. */
    private record Known(String id, long version, ObjectNode intent) {}

    /** @param from where the feed begins */
    public ChannelNarration(
            String ownerKey,
            ChannelCursor from,
            Feed feed,
            History history,
            Source source,
            Duration keepAlive,
            Listener client) {
        this.ownerKey = ownerKey;
        this.feed = feed;
        this.source = source;
        this.client = client;
        this.keepAlive = new KeepAlive(keepAlive);
        this.shown = from;
        this.output = new OutputNarration(
                ownerKey, feed, history, source, id -> Optional.of(pieces(id)), new Voice(from.output()));
    }

    /** Begins with {@code open}, so that there is a place to resume from before anything has happened. */
    public void run() throws IOException, InterruptedException {
        say("open", "{}", shown.output());
        while (source.left().isPositive() && !feed.hasEnded()) {
            var next = feed.next(keepAlive.patience(source.left()));
            if (next.isPresent()) {
                tell(next.get());
            }
            if (keepAlive.isDue()) {
                alive();
            }
        }
    }

    /** Whoever hears nothing for long shall not have to read all of that time again when it comes back. */
    private void alive() throws InterruptedException {
        var now = new ChannelCursor(feed.position(Log.EVENTS), false, place());
        if (shown.stateShown() || shown.output().restartTold() || now.equals(shown)) {
            hear(Frame.ALIVE);
        } else {
            shown = now;
            say("open", "{}", now.output());
        }
    }

    private void tell(Feed.Next next) throws IOException, InterruptedException {
        switch (next) {
            case Feed.Next.Gone gone -> say("gone", "{}", place());
            case Feed.Next.Given(Entry.Piece piece) -> output.tell(piece);
            case Feed.Next.Given(Entry.Change change) -> tell(change);
        }
    }

    private void tell(Entry.Change change) throws IOException, InterruptedException {
        if (change.version() == 1) {
            outputOfIntents.putIfAbsent(change.intentId(), Pieces.shown(null));
        }
        var pieces = pieces(change.intentId());
        var execution = change.execution();
        if (execution != null) {
            pieces.learn(execution);
            output.settle(change.intentId(), pieces, execution);
        }
        var half = shown.stateShown() && shown.events() == change.offset();
        var intent = half ? Optional.<ObjectNode>empty() : intent(change);
        boolean isEnd = IntentState.isEnd(change.state());
        if (intent.isPresent()) {
            shown = new ChannelCursor(isEnd ? change.offset() : change.offset() + 1, isEnd, shown.output());
            say("state", intent.get().toString(), place());
        }
        shown = new ChannelCursor(change.offset() + 1, false, shown.output());
        if (isEnd) {
            pieces.close();
            say("end", IntentHistory.end(change.intentId(), change.state()), place());
        }
    }

    /** As of that version; empty if it has been forgotten since. */
    private Optional<ObjectNode> intent(Entry.Change change) throws IOException, InterruptedException {
        var known = latest;
        if (known == null || !known.id().equals(change.intentId()) || known.version() < change.version()) {
            var read = source.intent(change.intentId(), change.version());
            if (read.isEmpty()) {
                return Optional.empty();
            }
            var intent = Executions.without(read.get());
            known = new Known(change.intentId(), new IntentHistory(intent).latest(), intent);
            latest = known;
        }
        return new IntentHistory(known.intent()).at(change.version());
    }

    private Pieces pieces(String intentId) {
        return outputOfIntents.computeIfAbsent(intentId, id -> Pieces.unknown());
    }

    private void say(String name, String data, OutputPlace place) throws InterruptedException {
        shown = new ChannelCursor(shown.events(), shown.stateShown(), place);
        hear(new Frame(shown.text(ownerKey), name, data));
    }

    private void hear(Frame frame) throws InterruptedException {
        client.hear(frame);
        keepAlive.heard();
    }

    private OutputPlace place() {
        return OutputPlace.at(feed.position(Log.OUTPUT));
    }

    /** Of a restart that was told before the client left, only the piece is told when it comes back. */
    private final class Voice implements OutputNarration.Voice {
        private final FrameVoice frames = new FrameVoice(feed, ChannelNarration.this::say);
        private final OutputPlace begun;

        private Voice(OutputPlace begun) {
            this.begun = begun;
        }

        @Override
        public void chunk(Entry.Piece piece) throws InterruptedException {
            frames.chunk(piece);
        }

        @Override
        public void restart(Entry.Piece piece) throws InterruptedException {
            if (!begun.restartTold() || piece.offset() != begun.offset()) {
                frames.restart(piece);
            }
        }

        @Override
        public void gone(String intentId, OptionalInt attempt) throws InterruptedException {
            frames.gone(intentId, attempt);
        }
    }
}
