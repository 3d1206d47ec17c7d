package io.countersign.policystream;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;

/** The streams, once they have been started. */
@Singleton
final class RunningStreams {

    private final AtomicReference<KafkaStreams> streams = new AtomicReference<>();

    void set(KafkaStreams started) {
        streams.set(started);
    }

    Optional<KafkaStreams> get() {
        return Optional.ofNullable(streams.get());
    }
}
