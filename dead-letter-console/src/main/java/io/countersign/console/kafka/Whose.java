package io.countersign.console.kafka;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose a record is that nobody could read or would run: its key says so, as it does for every record of an owner. The
 * bytes of one tenant are then not shown to another; what has no such key is nobody's.
 */
final class Whose {
    private Whose() {}

    /** Empty also for a letter that names its tenant itself: there is nothing to find out. */
    static Optional<Owner> behind(DeadLetter letter) {
        return letter.getTenant() != null || letter.getRawKey() == null
                ? Optional.empty()
                : of(letter.getOrigin().getTopic(), letter.getRawKey());
    }

    /** The owner that the key of a record on that topic names. */
    static Optional<Owner> of(String topic, byte @Nullable [] key) {
        return key == null ? Optional.empty() : of(topic, ByteBuffer.wrap(key));
    }

    /** Anybody may write anything as the key of a record of the inbox. */
    private static Optional<Owner> of(String topic, ByteBuffer key) {
        if (topic.equals(Topics.INBOX)) {
            return Optional.empty();
        }
        var text = StandardCharsets.UTF_8.decode(key.duplicate()).toString();
        return Owner.read(text).or(() -> topic.equals(Topics.CONTENTS) ? ofContent(text) : Optional.empty());
    }

    /** A content's key has the intent's id behind the owner. */
    private static Optional<Owner> ofContent(String key) {
        return Owner.read(key.substring(0, Math.max(key.lastIndexOf('/'), 0)));
    }
}
