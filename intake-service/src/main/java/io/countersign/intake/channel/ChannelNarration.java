package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.submission.IntentState;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells all that becomes of one owner's intents to one client, from a place on, for as long as the caller's token is good.
 * It stops where policy-stream or the broker is away, and the client comes back with its cursor.
 */
public final class ChannelNarration {
    /** Of more intents that run at the same time the ones that have been silent for longest are begun in the middle. */
    private static final int AT_ONCE = 1000;

    private final String ownerKey;
    private final Feed feed;
    private final Source source;
    private final Listener client;
    private final Duration keepAlive;
    private final OutputNarration output;
    private final Map<String, Pieces> running = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pieces> eldest) {
            return size() > AT_ONCE;
        }
    };
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > 16;
        }
    };
    private ChannelCursor shown;

    private record Known(long version, ObjectNode intent) {}

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
        this.keepAlive = keepAlive;
        this.shown = from;
        this.output = new OutputNarration(
                ownerKey,
                feed,
                history,
                source,
                id -> Optional.of(pieces(id)),
                new FrameVoice(feed, this::say),
                from.output().restartTold() ? from.output().offset() : -1);
    }

    /** Begins with {@code open}, so that there is a place to resume from before anything has happened. */
    public void run() throws IOException, InterruptedException {
        say("open", "{}", shown.output());
        while (source.left().isPositive()) {
            var pause = keepAlive.compareTo(source.left()) < 0 ? keepAlive : source.left();
            var next = feed.next(pause);
            if (next.isPresent()) {
                tell(next.get());
            } else {
                client.hear(Frame.ALIVE);
            }
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
            running.put(change.intentId(), new Pieces(true));
        }
        var execution = change.execution();
        if (execution != null) {
            pieces(change.intentId()).learn(execution);
            output.settle(change.intentId(), pieces(change.intentId()), execution);
        }
        var half = shown.stateShown() && shown.events() == change.offset();
        var intent = half ? Optional.<ObjectNode>empty() : intent(change);
        boolean isEnd = IntentState.isEnd(change.state());
        if (intent.isPresent()) {
            shown = new ChannelCursor(isEnd ? change.offset() : change.offset() + 1, isEnd, place());
            say("state", intent.get().toString(), place());
        }
        shown = new ChannelCursor(change.offset() + 1, false, place());
        if (isEnd) {
            running.remove(change.intentId());
            known.remove(change.intentId());
            say("end", IntentHistory.end(change.intentId(), change.state()), place());
        }
    }

    /** As of that version; empty if it has been forgotten since. */
    private Optional<ObjectNode> intent(Entry.Change change) throws IOException, InterruptedException {
        var latest = known.get(change.intentId());
        if (latest == null || latest.version() < change.version()) {
            var read = source.intent(change.intentId(), change.version());
            if (read.isEmpty()) {
                return Optional.empty();
            }
            var intent = Executions.without(read.get());
            latest = new Known(new IntentHistory(intent).latest(), intent);
            known.put(change.intentId(), latest);
        }
        return new IntentHistory(latest.intent()).at(change.version());
    }

    private Pieces pieces(String intentId) {
        return running.computeIfAbsent(intentId, id -> new Pieces(false));
    }

    private void say(String name, String data, OutputPlace place) throws InterruptedException {
        shown = new ChannelCursor(shown.events(), shown.stateShown(), place);
        client.hear(new Frame(shown.text(ownerKey), name, data));
    }

    private OutputPlace place() {
        return OutputPlace.at(feed.position(Log.OUTPUT));
    }
}
