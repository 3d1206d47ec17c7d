package io.countersign.intake.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Owner;
import io.countersign.door.Problems;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.http.Opening.Opened;
import io.countersign.intake.http.Opening.Refused;
import io.countersign.intake.submission.Cursor;
import io.countersign.intake.waiting.Changes;
import io.countersign.intake.waiting.PromisedVersions;
import io.countersign.intake.waiting.WaitingRoom;
import io.countersign.intake.waiting.Watch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Opens streams: each has a seat in the waiting room, a watch, and a virtual thread that ends when its client leaves. */
@Singleton
final class IntentStreams {
    private static final Logger LOG = Logger.getLogger(IntentStreams.class);

    private final PolicyStream policyStream;
    private final PromisedVersions promised;
    private final Changes changes;
    private final WaitingRoom room;
    private final ObjectReader json;
    private final InstantSource clock;
    private final Duration keepAlive;

    IntentStreams(
            PolicyStream policyStream,
            PromisedVersions promised,
            Changes changes,
            WaitingRoom room,
            ObjectMapper json,
            InstantSource clock,
            IntakeConfig config) {
        this.policyStream = policyStream;
        this.promised = promised;
        this.changes = changes;
        this.room = room;
        // A number leaves as the value that it came as: a double in between would be written in other words.
        this.json = json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .with(JsonNodeFactory.withExactBigDecimals(true));
        this.clock = clock;
        this.keepAlive = config.keepAlive();
    }

    /** Shows what follows the cursor, as long as the token is good. */
    Opening open(Owner owner, String id, Cursor cursor, String token, Instant until) throws InterruptedException {
        var seat = room.enter();
        if (seat.isEmpty()) {
            return new Refused(Answers.full(room.seats()));
        }
        var watch = changes.watch(owner.key(), id);
        var source = new Asked(id, token, until);
        var handedOn = false;
        try {
            var version =
                    Math.max(cursor.version(), promised.of(owner.key(), id).orElse(0));
            return switch (source.ask(version)) {
                case QueryAnswer.Found found -> {
                    handedOn = true;
                    yield new Opened(events(source, watch, cursor, source.read(found), seat.get()));
                }
                case QueryAnswer.Refused refused -> new Refused(refused.problem());
                case QueryAnswer.Away away -> new Refused(Problems.away("policy-stream does not answer"));
            };
        } finally {
            if (!handedOn) {
                watch.close();
                seat.get().close();
            }
        }
    }

    private Multi<StreamEvent> events(
            IntentStream.Source source, Watch watch, Cursor cursor, ObjectNode first, WaitingRoom.Seat seat) {
        return Multi.createFrom()
                .<StreamEvent>emitter(
                        client -> {
                            var stream = new IntentStream(source, watch, keepAlive, cursor, client::emit);
                            var thread = Thread.ofVirtual().name("stream").unstarted(() -> {
                                try {
                                    stream.run(first);
                                } catch (InterruptedException gone) {
                                    LOG.debug("a client left its stream");
                                } finally {
                                    client.complete();
                                }
                            });
                            client.onTermination(thread::interrupt);
                            thread.start();
                        },
                        BackPressureStrategy.BUFFER)
                .onTermination()
                .invoke(() -> {
                    watch.close();
                    seat.close();
                });
    }

    /** One intent, asked for with its caller's token. */
    private final class Asked implements IntentStream.Source {
        private final String id;
        private final String token;
        private final Instant until;

        private Asked(String id, String token, Instant until) {
            this.id = id;
            this.token = token;
            this.until = until;
        }

        @Override
        public Optional<ObjectNode> intent(long minVersion) throws InterruptedException {
            return ask(minVersion) instanceof QueryAnswer.Found found ? Optional.of(read(found)) : Optional.empty();
        }

        @Override
        public Duration left() {
            return Duration.between(clock.instant(), until);
        }

        private QueryAnswer ask(long minVersion) throws InterruptedException {
            return policyStream.intent(id, minVersion > 0 ? OptionalLong.of(minVersion) : OptionalLong.empty(), token);
        }

        private ObjectNode read(QueryAnswer.Found found) {
            try {
                return (ObjectNode) json.readTree(found.json());
            } catch (IOException | ClassCastException e) {
                throw new IllegalStateException("policy-stream answered with something that is no intent", e);
            }
        }
    }
}
