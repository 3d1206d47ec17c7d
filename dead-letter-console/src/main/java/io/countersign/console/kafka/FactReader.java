package io.countersign.console.kafka;

import io.countersign.console.desk.Arrival;
import io.countersign.console.desk.IntentKey;
import io.countersign.console.desk.Position;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.SessionKey;
import io.countersign.console.projection.Fact;
import io.countersign.console.projection.Fact.Arrived;
import io.countersign.console.projection.Fact.Changed;
import io.countersign.console.projection.Fact.Erased;
import io.countersign.console.projection.Fact.Passed;
import io.countersign.console.projection.Fact.Remarked;
import io.countersign.console.projection.Fact.Revoked;
import io.countersign.console.projection.Fact.Worded;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Review;
import io.countersign.wire.Reading;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.WireFormat;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns records of the log into facts; a record that cannot be read becomes a letter that says so. */
@ApplicationScoped
public class FactReader {
    /** Ids are uuids or hashes; anything longer is somebody's attempt at our index. */
    private static final int ID_LENGTH = 100;

    /** What a session is whose user has ended it. */
    private static final String REVOKED = "REVOKED";

    private final WireFormat wire;

    FactReader(WireFormat wire) {
        this.wire = wire;
    }

    /** The fact that the record states. */
    Fact read(ConsumerRecord<byte[], byte[]> record) {
        return switch (record.topic()) {
            case Topics.EVENTS -> decoded(record, IntentEvent.class, event -> event(record, event));
            case Topics.CONTENTS -> content(record);
            case Topics.REVIEWS -> review(record);
            case Topics.DEAD_LETTER -> decoded(record, DeadLetter.class, letter -> letter(record, letter));
            default -> throw new IllegalArgumentException("not a topic of the desk: " + record.topic());
        };
    }

    /** The letter that a record becomes when it cannot be kept as what it is. */
    static Fact unreadable(ConsumerRecord<byte[], byte[]> record, String why) {
        return new Arrived(
                position(record),
                UnreadableRecord.arrival(record, why),
                RawBytes.ofNullable(record.key()),
                RawBytes.ofNullable(record.value()));
    }

    static Position position(ConsumerRecord<?, ?> record) {
        return new Position(record.topic(), record.partition(), record.offset());
    }

    private <T extends SpecificRecord> Fact decoded(
            ConsumerRecord<byte[], byte[]> record, Class<T> type, Function<T, Fact> fact) {
        Reading<T> reading = wire.decode(record.topic(), record.value(), type);
        return switch (reading) {
            case Decoded<T>(var value) -> fact.apply(value);
            case Unreadable<T> unreadable -> unreadable(record, unreadable.message());
        };
    }

    private Fact event(ConsumerRecord<byte[], byte[]> record, IntentEvent event) {
        return event.getKind() == EventKind.SESSION
                ? session(record, event)
                : new Changed(position(record), Translation.change(position(record), event));
    }

    /** That a session was opened changes no letter, and its running out none that came before. */
    private static Fact session(ConsumerRecord<byte[], byte[]> record, IntentEvent event) {
        return Owner.read(event.getOwner())
                .flatMap(owner -> SessionKey.of(owner, event.getSession()))
                .filter(session -> REVOKED.equals(event.getTo()))
                .<Fact>map(session -> new Revoked(position(record), session))
                .orElseGet(() -> new Passed(position(record)));
    }

    /** policy-stream writes the letter about a review that nobody can read. */
    private Fact review(ConsumerRecord<byte[], byte[]> record) {
        if (!(wire.decode(record.topic(), record.value(), Review.class) instanceof Decoded<Review>(var review))) {
            return new Passed(position(record));
        }
        return new Remarked(
                position(record),
                Translation.remark(position(record), Instant.ofEpochMilli(record.timestamp()), review));
    }

    private Fact letter(ConsumerRecord<byte[], byte[]> record, DeadLetter letter) {
        if (letter.getId().isBlank() || letter.getId().length() > ID_LENGTH) {
            return unreadable(record, "is a letter without a usable id");
        }
        Arrival arrival = Translation.arrival(position(record), Instant.ofEpochMilli(record.timestamp()), letter);
        return new Arrived(
                position(record), arrival, Translation.raw(letter.getRawKey()), Translation.raw(letter.getRawValue()));
    }

    private Fact content(ConsumerRecord<byte[], byte[]> record) {
        return intentOf(record)
                .map(intent -> record.value() == null
                        ? new Erased(position(record), intent)
                        : decoded(
                                record,
                                IntentContent.class,
                                content -> new Worded(position(record), intent, Translation.wording(content))))
                .orElseGet(() -> unreadable(record, "has a key that names no intent"));
    }

    /** A content's key is the owner's, a slash, and the intent's id. */
    private static Optional<IntentKey> intentOf(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return Optional.empty();
        }
        var key = new String(record.key(), StandardCharsets.UTF_8);
        var slash = key.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : IntentKey.of(key.substring(0, slash), key.substring(slash + 1));
    }
}
