package io.countersign.intake.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import io.countersign.contract.Capabilities;
import io.countersign.contract.Topics;
import io.countersign.intake.channel.Entry;
import io.countersign.intake.channel.Execution;
import io.countersign.intake.channel.Log;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.OutputChunk;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads records as entries of a channel. */
@Singleton
final class Entries {
    private static final Logger LOG = Logger.getLogger(Entries.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final RecordReader records;

    Entries(RecordReader records) {
        this.records = records;
    }

    /** Empty for what is no entry of a channel. */
    Optional<? extends Entry> read(Log log, ConsumerRecord<String, byte[]> message) {
        return switch (log) {
            case EVENTS -> change(message);
            case OUTPUT -> piece(message);
        };
    }

    /** Empty for an event that brings no intent into a state. */
    Optional<Entry.Change> change(ConsumerRecord<String, byte[]> message) {
        return records.read(Topics.EVENTS, message, IntentEvent.class).flatMap(event -> {
            var intentId = event.getIntentId();
            var state = event.getTo();
            return intentId == null || state == null
                    ? Optional.empty()
                    : Optional.of(new Entry.Change(
                            message.offset(),
                            Instant.ofEpochMilli(message.timestamp()),
                            intentId,
                            event.getVersion(),
                            state,
                            execution(event)));
        });
    }

    /** Empty for a piece that is no JSON: it would break the frame around it. */
    Optional<Entry.Piece> piece(ConsumerRecord<String, byte[]> message) {
        return records.read(Topics.OUTPUT, message, OutputChunk.class)
                .filter(chunk -> isJson(chunk.getData(), message))
                .map(chunk -> new Entry.Piece(
                        message.offset(),
                        Instant.ofEpochMilli(message.timestamp()),
                        chunk.getId(),
                        chunk.getAttempt(),
                        Capabilities.leaseHash(chunk.getLease()),
                        chunk.getRun(),
                        chunk.getIndex(),
                        chunk.getData()));
    }

    private static @Nullable Execution execution(IntentEvent event) {
        var attempt = event.getAttempt();
        var leaseHash = event.getLeaseHash();
        return attempt == null || leaseHash == null
                ? null
                : new Execution(attempt, leaseHash, event.getRun(), event.getChunks());
    }

    private static boolean isJson(String text, ConsumerRecord<String, byte[]> message) {
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException notJson) {
            LOG.warnf(
                    "passed over a piece that is no JSON partition=%d offset=%d",
                    message.partition(), message.offset());
            return false;
        }
    }
}
