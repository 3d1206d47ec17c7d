package io.countersign.intake.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.Owner;
import io.countersign.door.Problems;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.ChannelCursor;
import io.countersign.intake.channel.ChannelNarration;
import io.countersign.intake.channel.Feed;
import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.Frame;
import io.countersign.intake.channel.History;
import io.countersign.intake.channel.IntentCursor;
import io.countersign.intake.channel.IntentKey;
import io.countersign.intake.channel.IntentNarration;
import io.countersign.intake.channel.Log;
import io.countersign.intake.http.Opening.Opened;
import io.countersign.intake.http.Opening.Refused;
import io.countersign.intake.waiting.PromisedVersions;
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

/** Opens streams and channels: each has a seat in the waiting room, a feed, and a virtual thread that ends with it. */
@Singleton
final class IntentStreams {
    private static final Logger LOG = Logger.getLogger(IntentStreams.class);

    private final PolicyStream policyStream;
    private final PromisedVersions promised;
    private final Feeds feeds;
    private final History history;
    private final WaitingRoom room;
    private final ObjectReader json;
    private final InstantSource clock;
    private final Duration keepAlive;
    private final Duration patience;

    IntentStreams(
            PolicyStream policyStream,
            PromisedVersions promised,
            Feeds feeds,
            History history,
            WaitingRoom room,
            ObjectMapper json,
            InstantSource clock,
            IntakeConfig config) {
        this.policyStream = policyStream;
        this.promised = promised;
        this.feeds = feeds;
        this.history = history;
        this.room = room;
        // A number leaves as the value that it came as: a double in between would be written in other words.
        this.json = json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .with(JsonNodeFactory.withExactBigDecimals(true));
        this.clock = clock;
        this.keepAlive = config.keepAlive();
        this.patience = config.slowestReader();
    }

    /** Who listens, and for how long the token is good. */
    record Listening(Owner owner, String token, Instant until) {}

    /** Shows one intent from the cursor on. */
    Opening open(Listening who, String id, IntentCursor from) throws InterruptedException {
        var seat = room.enter();
        if (seat.isEmpty()) {
            return new Refused(Answers.full(room.seats()));
        }
        var ownerKey = who.owner().key();
        var feed = feeds.open(ownerKey, now(ownerKey));
        var opened = false;
        try {
            var source = source(who);
            long version = Math.max(from.version(), promised.of(ownerKey, id).orElse(0));
            switch (source.ask(id, version)) {
                case QueryAnswer.Found found -> {
                    opened = true;
                    return new Opened(frames(
                            listener -> narrate(() -> new IntentNarration(
                                            new IntentKey(who.owner(), id),
                                            from,
                                            feed,
                                            history,
                                            source,
                                            keepAlive,
                                            listener)
                                    .run(source.read(found))),
                            () -> close(feed, seat.get())));
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
                close(feed, seat.get());
            }
        }
    }

    /** Tells all of an owner's intents, until the token is over or the listener has gone; empty if there is no seat. */
    Optional<PacedFrames.Story> channel(Listening who, @Nullable ChannelCursor cursor) {
        return room.enter().map(seat -> listener -> {
            var ownerKey = who.owner().key();
            var places = cursor == null ? now(ownerKey) : new Feed.Places(cursor.events(), cursor.output());
            var from = cursor == null ? new ChannelCursor(places.events(), places.output(), false) : cursor;
            try (seat;
                    var feed = feeds.open(ownerKey, places)) {
                narrate(() ->
                        new ChannelNarration(ownerKey, from, feed, history, source(who), keepAlive, listener).run());
            }
        });
    }

    private Feed.Places now(String ownerKey) {
        return new Feed.Places(feeds.position(Log.EVENTS, ownerKey), feeds.position(Log.OUTPUT, ownerKey));
    }

    private CallersIntents source(Listening who) {
        return new CallersIntents(policyStream, json, clock, who.token(), who.until());
    }

    private Multi<Frame> frames(PacedFrames.Story story, Runnable afterwards) {
        return Multi.createFrom().publisher(new PacedFrames(patience, story, afterwards));
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

    private static void close(Feed feed, WaitingRoom.Seat seat) {
        feed.close();
        seat.close();
    }
}
