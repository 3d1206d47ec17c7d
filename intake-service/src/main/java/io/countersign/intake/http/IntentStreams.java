package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Owner;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import io.countersign.door.Problems;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.channel.ChannelCursor;
import io.countersign.intake.channel.ChannelNarration;
import io.countersign.intake.channel.Entry;
import io.countersign.intake.channel.Feed;
import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.History;
import io.countersign.intake.channel.IntentCursor;
import io.countersign.intake.channel.IntentKey;
import io.countersign.intake.channel.IntentNarration;
import io.countersign.intake.channel.Listener;
import io.countersign.intake.channel.Log;
import io.countersign.intake.channel.OutputPlace;
import io.countersign.intake.channel.Source;
import io.countersign.intake.http.Opening.Opened;
import io.countersign.intake.http.Opening.Refused;
import io.countersign.intake.waiting.Drain;
import io.countersign.intake.waiting.Moment;
import io.countersign.intake.waiting.WaitingRoom;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams and channels: each has a seat in the waiting room, a feed, and a virtual thread that ends with it. When the
 * doors close, those that can be resumed end; whoever waits for one answer goes on until the last call.
 */
@Singleton
final class IntentStreams {
    private static final Logger LOG = Logger.getLogger(IntentStreams.class);
    private static final Problem NOT_COME_TO =
            Problems.malformed("Last-Event-ID is a place that this stream has not come to");
    private static final Problem NOT_YET = Problems.away("the broker's logs are not read yet");

    private final PolicyStream policyStream;
    private final Feeds feeds;
    private final History history;
    private final WaitingRoom room;
    private final Drain drain;
    private final ObjectReader json;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final Duration patience;

    IntentStreams(
            PolicyStream policyStream,
            Feeds feeds,
            History history,
            WaitingRoom room,
            Drain drain,
            ObjectMapper json,
            InstantSource clock,
            IntakeConfig config) {
        this.policyStream = policyStream;
        this.feeds = feeds;
        this.history = history;
        this.room = room;
        this.drain = drain;
        this.json = ExactJson.reader(json);
        this.clock = clock;
        this.keepAlive = config.keepAlive();
        this.patience = config.slowestReader();
    }

    /** Who listens, and for how long the token is good. */
    record Listening(Owner owner, String token, Instant until) {}

    /** Shows one intent from the cursor on. */
    Opening open(Listening who, String id, IntentCursor from) throws InterruptedException {
        var ownerKey = who.owner().key();
        if (!feeds.isReading(ownerKey)) {
            return new Refused(NOT_YET);
        }
        if (!isWithin(ownerKey, Log.OUTPUT, from.output())) {
            return new Refused(NOT_COME_TO);
        }
        return switch (room.enter(who.owner())) {
            case WaitingRoom.Full(var exceeded) -> new Refused(Answers.full(exceeded));
            case WaitingRoom.Seat seat -> open(who, id, from, seat);
        };
    }

    private Opening open(Listening who, String id, IntentCursor from, WaitingRoom.Seat seat)
            throws InterruptedException {
        var ownerKey = who.owner().key();
        var tap = tap(ownerKey, now(ownerKey), seat, drain.closing());
        var opened = false;
        try {
            var source = source(who);
            switch (source.ask(id, 0)) {
                case QueryAnswer.Found found -> {
                    var intent = source.read(found);
                    if (!from.isReachedBy(intent)) {
                        return new Refused(NOT_COME_TO);
                    }
                    opened = true;
                    var frames = new PacedFrames(
                            patience,
                            listener -> narrate(() -> new IntentNarration(
                                            new IntentKey(who.owner(), id),
                                            from,
                                            tap.feed(),
                                            history,
                                            source,
                                            keepAlive,
                                            listener)
                                    .run(intent)),
                            tap::close);
                    return new Opened(Multi.createFrom().publisher(frames), frames::leave);
                }
                case QueryAnswer.Refused refused -> {
                    return new Refused(refused.problem());
                }
                case QueryAnswer.Away away -> {
                    return new Refused(Problems.away("policy-stream does not answer"));
                }
            }
        } finally {
            if (!opened) {
                tap.close();
            }
        }
    }

    /** All of an owner's intents, from the cursor on; a {@link ProblemException} if they cannot be shown now. */
    Channel channel(Listening who, @Nullable ChannelCursor cursor) {
        return new Channel(who, cursor, seat(who));
    }

    /** What will become of an intent that is about to be handed over; a {@link ProblemException} as there. */
    Following following(Listening who) {
        return new Following(who, seat(who));
    }

    private WaitingRoom.Seat seat(Listening who) {
        if (!feeds.isReading(who.owner().key())) {
            throw new ProblemException(NOT_YET);
        }
        return switch (room.enter(who.owner())) {
            case WaitingRoom.Full(var exceeded) -> throw new ProblemException(Answers.full(exceeded));
            case WaitingRoom.Seat seat -> seat;
        };
    }

    /** Whether the log has come to that offset; another instance may have read further than this one. */
    private boolean isWithin(String ownerKey, Log log, long offset) throws InterruptedException {
        try {
            return offset <= feeds.position(log, ownerKey) || offset <= history.end(log, ownerKey);
        } catch (IOException away) {
            LOG.debugf("a place cannot be checked: %s", away.getMessage());
            return true;
        }
    }

    private Feed.Places now(String ownerKey) {
        return new Feed.Places(feeds.position(Log.EVENTS, ownerKey), feeds.position(Log.OUTPUT, ownerKey));
    }

    private CallersIntents source(Listening who) {
        return new CallersIntents(policyStream, json, clock, who.token(), who.until());
    }

    /** Something that a listener is told. */
    private interface Narration {
        void run() throws IOException, InterruptedException;
    }

    private static void narrate(Narration narration) throws InterruptedException {
        try {
            narration.run();
        } catch (IOException away) {
            LOG.debugf("a stream stops where nothing more can be told: %s", away.getMessage());
        }
    }

    private Tap tap(String ownerKey, Feed.Places from, WaitingRoom.Seat seat, Moment end) {
        var feed = feeds.open(ownerKey, from);
        return new Tap(feed, seat, end.call(feed::end));
    }

    /** A feed with all that was taken for it. */
    private record Tap(Feed feed, WaitingRoom.Seat seat, Moment.Call end) implements AutoCloseable {
        @Override
        public void close() {
            end.close();
            feed.close();
            seat.close();
        }
    }

    /** An owner's channel. To be closed, also if nothing was told. */
    final class Channel implements AutoCloseable {
        private final Listening who;
        private final Source source;
        private final ChannelCursor from;
        private final Tap tap;

        private Channel(Listening who, @Nullable ChannelCursor cursor, WaitingRoom.Seat seat) {
            this.who = who;
            this.source = source(who);
            var ownerKey = who.owner().key();
            var now = now(ownerKey);
            this.from = cursor == null
                    ? new ChannelCursor(now.events(), false, new OutputPlace(now.output(), false))
                    : cursor;
            this.tap =
                    tap(ownerKey, new Feed.Places(from.events(), from.output().offset()), seat, drain.closing());
        }

        /** Whether there is such a place: else nothing would ever be told. Blocks. */
        boolean hasPlace() throws InterruptedException {
            var ownerKey = who.owner().key();
            return isWithin(ownerKey, Log.EVENTS, from.events())
                    && isWithin(ownerKey, Log.OUTPUT, from.output().offset());
        }

        /** Tells everything, until the token is over, the doors close or nothing more can be told. */
        void tell(Listener listener) throws InterruptedException {
            narrate(() -> new ChannelNarration(
                            who.owner().key(), from, tap.feed(), history, source, keepAlive, listener)
                    .run());
        }

        /** Whether the token is still good. */
        boolean isLive() {
            return source.left().isPositive();
        }

        /** Whether it ends because the doors close. */
        boolean isGoingAway() {
            return tap.feed().hasEnded();
        }

        @Override
        public void close() {
            tap.close();
        }
    }

    /** An owner's entries from now on, for whoever waits for one intent. To be closed. */
    final class Following implements AutoCloseable {
        private final Source source;
        private final Tap tap;

        private Following(Listening who, WaitingRoom.Seat seat) {
            this.source = source(who);
            var ownerKey = who.owner().key();
            this.tap = tap(ownerKey, now(ownerKey), seat, drain.lastCall());
        }

        /** As {@link AnswerNarration#run}. */
        Optional<Entry.Change> read(IntentKey intent, AnswerNarration.Reader reader)
                throws IOException, InterruptedException {
            return new AnswerNarration(intent, tap.feed(), history, source, keepAlive, reader).run();
        }

        /** The intent as of that version or later. */
        Optional<ObjectNode> intent(String id, long version) throws IOException, InterruptedException {
            return source.intent(id, version);
        }

        /** Whether the token is still good. */
        boolean isLive() {
            return source.left().isPositive();
        }

        @Override
        public void close() {
            tap.close();
        }
    }
}
