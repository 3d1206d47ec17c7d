package io.countersign.policystream.replay;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.wire.ControlRecord;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The freezes and limits of single owners that stood at an instant, as far as the log of controls still has them: it keeps
 * the last of each key, so that one which stood then and was changed since may be gone.
 */
final class EarlierControls {

    private static final TopicPartition CONTROLS = new TopicPartition(Topics.CONTROLS, 0);

    private EarlierControls() {}

    /** Those at that instant, in the order of the log; the consumer is closed. */
    static List<ControlLog.Entry> at(Instant instant, Consumer<byte[], byte[]> consumer, WireFormat wire) {
        Map<String, ControlLog.Entry> standing = new HashMap<>();
        try (var log = new TopicCursor(consumer, CONTROLS)) {
            while (log.hasNext()) {
                var record = log.next();
                var appendedAt = Instant.ofEpochMilli(record.timestamp());
                if (appendedAt.isBefore(instant)) {
                    switch (ControlRecord.read(record.key(), record.value(), wire)) {
                        case ControlRecord.Standing(var key, var control) ->
                            standing.put(key, new ControlLog.Entry(record.offset(), key, control, appendedAt));
                        case ControlRecord.Ended(var key) -> standing.remove(key);
                        case ControlRecord.Ignored ignored -> {}
                    }
                }
            }
        }
        return standing.values().stream()
                .filter(entry -> !entry.key().equals(ControlKeys.ACTIVE))
                .sorted(Comparator.comparingLong(ControlLog.Entry::offset))
                .toList();
    }
}
