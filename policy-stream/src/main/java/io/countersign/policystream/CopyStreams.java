package io.countersign.policystream;

import io.countersign.policystream.replytopic.CopyTopology;
import io.countersign.policystream.replytopic.ReplyTopics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.StreamsConfig;

/** The streams that copy to the topics for answers. Where no tenant has any they are never started. */
@Singleton
final class CopyStreams {

    private static final int LONGEST_WAIT_MILLIS = 10_000;

    private final boolean wanted;
    private final SideStreams streams;

    CopyStreams(PolicyStreamConfig config, CopyTopology topology, ReplyTopics topics, MeterRegistry meters) {
        wanted = !topics.isEmpty();
        var settings = StreamsSettings.beside(config, config.answers().applicationId());
        // Whoever waits for a topic that has just gone asks again whether it is there.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), LONGEST_WAIT_MILLIS);
        streams = new SideStreams("answers", topology::get, settings, meters);
    }

    /** Once the topics are there. */
    void start() {
        if (wanted) {
            streams.start();
        }
    }

    void close(CloseOptions how) {
        streams.close(how);
    }
}
