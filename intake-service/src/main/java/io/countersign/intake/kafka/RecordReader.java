package io.countersign.intake.kafka;

import io.countersign.wire.Reading;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Unreadable;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Decodes what the broker says. While the registry is away it waits: nothing is lost and nothing passed over. */
@Singleton
final class RecordReader {
    private static final Logger LOG = Logger.getLogger(RecordReader.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final WireFormat wire;

    RecordReader(WireFormat wire) {
        this.wire = wire;
    }

    /** Empty for bytes that are no such record: the topic's only writer is policy-stream, and no request can use them. */
    <T extends SpecificRecord> Optional<T> read(String topic, ConsumerRecord<String, byte[]> message, Class<T> type) {
        return switch (decode(topic, message, type)) {
            case Decoded<T> decoded -> Optional.of(decoded.record());
            case Unreadable<T> unreadable -> {
                LOG.warnf(
                        "passed over an unreadable record topic=%s partition=%d offset=%d why=%s",
                        topic, message.partition(), message.offset(), unreadable.message());
                yield Optional.empty();
            }
        };
    }

    private <T extends SpecificRecord> Reading<T> decode(
            String topic, ConsumerRecord<String, byte[]> message, Class<T> type) {
        while (true) {
            try {
                return wire.decode(topic, message.value(), type);
            } catch (RegistryAwayException e) {
                LOG.warnf("waiting for the schema registry topic=%s why=%s", topic, e.getMessage());
                LockSupport.parkNanos(PAUSE.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }
}
