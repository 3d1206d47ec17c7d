package io.countersign.policystream;

import io.countersign.policystream.inbox.InboxTopology;
import io.countersign.policystream.inbox.IssuerKeys;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** The streams that read the inbox, and the keys that they need: an issuer of tokens that is away stops nothing else. */
@Singleton
final class InboxStreams {

    private final IssuerKeys keys;
    private final SideStreams streams;

    InboxStreams(PolicyStreamConfig config, InboxTopology topology, IssuerKeys keys, MeterRegistry meters) {
        this.keys = keys;
        var settings = StreamsSettings.beside(config, config.inbox().applicationId());
        streams = new SideStreams("inbox", topology::get, settings, meters);
    }

    /** Once the topics are there. What is read waits on the next topic until there is a policy. */
    void start() {
        keys.start();
        streams.start();
    }

    /** How far they have come; {@code CREATED} before they are started. */
    KafkaStreams.State state() {
        return streams.state();
    }

    void close(CloseOptions how) {
        keys.close();
        streams.close(how);
    }
}
